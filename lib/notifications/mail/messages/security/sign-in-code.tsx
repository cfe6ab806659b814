import { z } from "zod";
import { defineMail } from "../../define-mail";
import { Code, MailLayout, Paragraph } from "../../layout";

/** A one-time code: the second step of a sign-in, a confirmation, or the setup of this very factor. */
export const signInCode = defineMail({
  data: z.object({ code: z.string(), minutes: z.number() }),
  // Not in the subject: locked screens show it.
  subject: (_data, site) => `Your ${site.name} code`,
  body: (data, site) => (
    <MailLayout site={site} title="Your code" preview={`It works once and for ${data.minutes} minutes.`}>
      <Code>{data.code}</Code>
      <Paragraph>It works once and for {data.minutes} minutes, in the window that asked for it.</Paragraph>
      <Paragraph>
        If you did not ask for it, somebody knows your password. Change it now; without this code they cannot get in.
      </Paragraph>
    </MailLayout>
  ),
});
