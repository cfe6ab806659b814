import { z } from "zod";
import { defineMail } from "../define-mail";
import { Action, MailLayout, Paragraph } from "../layout";

/** Asks the owner of an address whether it should get updates of the status page. */
export const statusConfirm = defineMail({
  data: z.object({ link: z.url() }),
  subject: (_data, { t, name }) => t("statusConfirm.subject", { site: name }),
  body: ({ link }, site) => (
    <MailLayout site={site} title={site.t("statusConfirm.title")} preview={site.t("statusConfirm.preview")}>
      <Paragraph>{site.t("statusConfirm.text")}</Paragraph>
      <Action site={site} href={link}>
        {site.t("statusConfirm.action")}
      </Action>
    </MailLayout>
  ),
});
