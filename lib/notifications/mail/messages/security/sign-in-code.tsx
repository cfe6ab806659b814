import { z } from "zod";
import { defineMail } from "../../define-mail";
import { Code, MailLayout, Paragraph } from "../../layout";

/** A one-time code: the second step of a sign-in, a confirmation, or the setup of this very factor. */
export const signInCode = defineMail({
  data: z.object({ code: z.string(), minutes: z.number() }),
  // Not in the subject: locked screens show it.
  subject: (_data, { t, name }) => t("signInCode.subject", { site: name }),
  body: ({ code, minutes }, site) => (
    <MailLayout site={site} title={site.t("signInCode.title")} preview={site.t("signInCode.preview", { minutes })}>
      <Code>{code}</Code>
      <Paragraph>{site.t("signInCode.text", { minutes })}</Paragraph>
      <Paragraph>{site.t("signInCode.notYou")}</Paragraph>
    </MailLayout>
  ),
});
