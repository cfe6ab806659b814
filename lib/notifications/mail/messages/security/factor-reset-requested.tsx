import { z } from "zod";
import { defineMail } from "../../define-mail";
import { Action, Hello, MailLayout, Paragraph } from "../../layout";

/** An administrator asked to remove the account's second factors; the owner can stop it. */
export const factorResetRequested = defineMail({
  data: z.object({ name: z.string(), reason: z.string(), due: z.string(), link: z.url() }),
  subject: (_data, { t }) => t("factorReset.title"),
  body: ({ name, reason, due, link }, site) => (
    <MailLayout site={site} title={site.t("factorReset.title")} preview={site.t("factorReset.preview", { due })}>
      <Hello site={site} name={name} />
      <Paragraph>{site.t("factorReset.text", { reason, due })}</Paragraph>
      <Paragraph>{site.t("factorReset.stop")}</Paragraph>
      <Action site={site} href={link}>
        {site.t("factorReset.action")}
      </Action>
    </MailLayout>
  ),
});
