import { z } from "zod";
import { defineMail } from "../define-mail";
import { MailLayout, Paragraph } from "../layout";

/** Sent by an administrator to see whether mail arrives. */
export const testMessage = defineMail({
  data: z.object({ name: z.string() }),
  subject: (_data, site) => `A test from ${site.name}`,
  body: (data, site) => (
    <MailLayout site={site} title="Mail works" preview="A test message.">
      <Paragraph>Hello {data.name},</Paragraph>
      <Paragraph>You asked the panel for a test message. Here it is.</Paragraph>
    </MailLayout>
  ),
});
