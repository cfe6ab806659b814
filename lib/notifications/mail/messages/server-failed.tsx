import { z } from "zod";
import { defineMail } from "../define-mail";
import { Action, Facts, Hello, MailLayout, Paragraph } from "../layout";

/** Notifies the owner of a server that it stopped with an error and stays stopped. */
export const serverFailedMail = defineMail({
  data: z.object({
    name: z.string(),
    server: z.string(),
    failure: z.enum(["setup", "crash", "disk"]),
    reason: z.string(),
    link: z.url(),
  }),
  subject: ({ failure }, { t }) => t(`serverFailed.${failure}`),
  body: (data, site) => (
    <MailLayout site={site} title={site.t(`serverFailed.${data.failure}`)} preview={site.t("serverFailed.preview")}>
      <Hello site={site} name={data.name} />
      <Facts
        facts={[
          [site.t("layout.server"), data.server],
          [site.t("layout.reason"), data.reason],
        ]}
      />
      <Paragraph>{site.t("serverFailed.text")}</Paragraph>
      <Action site={site} href={data.link}>
        {site.t("notice.openServer")}
      </Action>
    </MailLayout>
  ),
});
