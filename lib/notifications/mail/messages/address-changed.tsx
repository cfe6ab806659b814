import { z } from "zod";
import { defineMail } from "../define-mail";
import { Action, Facts, Hello, MailLayout, Paragraph } from "../layout";

/** Notifies the owner of a server that it has a new address for players. */
export const addressChanged = defineMail({
  data: z.object({
    name: z.string(),
    server: z.string(),
    before: z.string(),
    after: z.string(),
    comesBack: z.boolean(),
    link: z.url(),
  }),
  exact: ["before", "after"],
  subject: (_data, { t }) => t("addressChanged.title"),
  body: (data, site) => (
    <MailLayout site={site} title={site.t("addressChanged.title")} preview={site.t("addressChanged.preview")}>
      <Hello site={site} name={data.name} />
      <Paragraph>{site.t("addressChanged.text")}</Paragraph>
      <Facts
        facts={[
          [site.t("layout.server"), data.server],
          [site.t("addressChanged.before"), data.before],
          [site.t("addressChanged.now"), data.after],
        ]}
      />
      {data.comesBack ? <Paragraph>{site.t("addressChanged.comesBack")}</Paragraph> : null}
      <Action site={site} href={data.link}>
        {site.t("notice.openServer")}
      </Action>
    </MailLayout>
  ),
});
