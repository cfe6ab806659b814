import { z } from "zod";
import { defineMail } from "../define-mail";
import { Hello, MailLayout, Paragraph } from "../layout";

/** Sent by an administrator to see whether mail arrives. */
export const testMessage = defineMail({
  data: z.object({ name: z.string() }),
  subject: (_data, { t, name }) => t("testMessage.subject", { site: name }),
  body: (data, site) => (
    <MailLayout site={site} title={site.t("testMessage.title")} preview={site.t("testMessage.preview")}>
      <Hello site={site} name={data.name} />
      <Paragraph>{site.t("testMessage.text")}</Paragraph>
    </MailLayout>
  ),
});
