import { z } from "zod";
import { defineMail } from "../define-mail";
import { Action, Hello, MailLayout, Paragraph } from "../layout";

/** A sign-up with an address that already has an account; only its owner is notified. */
export const accountExists = defineMail({
  data: z.object({ name: z.string(), link: z.url() }),
  subject: (_data, { t, name }) => t("accountExists.subject", { site: name }),
  body: (data, site) => (
    <MailLayout site={site} title={site.t("accountExists.title")} preview={site.t("accountExists.preview")}>
      <Hello site={site} name={data.name} />
      <Paragraph>{site.t("accountExists.text")}</Paragraph>
      <Action site={site} href={data.link}>
        {site.t("accountExists.reset")}
      </Action>
      <Paragraph>{site.t("accountExists.notYou")}</Paragraph>
    </MailLayout>
  ),
});
