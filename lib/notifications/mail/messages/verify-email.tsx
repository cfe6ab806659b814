import { z } from "zod";
import { defineMail } from "../define-mail";
import { Action, Hello, MailLayout, Paragraph } from "../layout";

/** Confirms the address of a new account, or the new address of an old one. */
export const verifyEmail = defineMail({
  // No name: the person who signed up chose it, and has not yet proved to own the address.
  data: z.object({ link: z.url(), isNewAccount: z.boolean() }),
  subject: ({ isNewAccount }, { t, name }) =>
    isNewAccount ? t("verifyEmail.subjectNew", { site: name }) : t("verifyEmail.subject"),
  body: (data, site) => (
    <MailLayout site={site} title={site.t("verifyEmail.title")} preview={site.t("verifyEmail.preview")}>
      <Hello site={site} name={null} />
      <Paragraph>{site.t(data.isNewAccount ? "verifyEmail.created" : "verifyEmail.asked")}</Paragraph>
      <Action site={site} href={data.link}>
        {site.t("verifyEmail.action")}
      </Action>
      <Paragraph>{site.t("verifyEmail.notYou")}</Paragraph>
    </MailLayout>
  ),
});
