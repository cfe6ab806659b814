import { z } from "zod";
import { defineMail } from "../define-mail";
import { Action, Hello, MailLayout, Paragraph } from "../layout";

export const passwordReset = defineMail({
  data: z.object({ name: z.string(), link: z.url() }),
  subject: (_data, { t }) => t("passwordReset.title"),
  body: (data, site) => (
    <MailLayout site={site} title={site.t("passwordReset.title")} preview={site.t("passwordReset.preview")}>
      <Hello site={site} name={data.name} />
      <Paragraph>{site.t("passwordReset.text")}</Paragraph>
      <Action site={site} href={data.link}>
        {site.t("passwordReset.action")}
      </Action>
      <Paragraph>{site.t("passwordReset.notYou")}</Paragraph>
    </MailLayout>
  ),
});
