import { z } from "zod";
import { defineMail } from "../../define-mail";
import { factorChangeKinds, factorName } from "../../factor-changes";
import { Action, Facts, Hello, MailLayout, Paragraph } from "../../layout";

/** Something about the account's second factors changed. */
export const factorChanged = defineMail({
  data: z.object({
    name: z.string(),
    change: z.enum(factorChangeKinds),
    method: z.string().nullable(),
    at: z.string(),
    address: z.string().nullable(),
    device: z.string().nullable(),
    link: z.url(),
  }),
  subject: ({ change }, { t }) => t(`factorChanged.${change}`),
  body: (data, site) => (
    <MailLayout site={site} title={site.t(`factorChanged.${data.change}`)} preview={site.t("factorChanged.preview")}>
      <Hello site={site} name={data.name} />
      {data.change === "reset" ? <Paragraph>{site.t("factorChanged.resetText")}</Paragraph> : null}
      {data.change === "backup_code_used" ? <Paragraph>{site.t("factorChanged.usedText")}</Paragraph> : null}
      <Facts
        facts={[
          ...(data.method ? ([[site.t("layout.what"), factorName(site.t, data.method)]] as [string, string][]) : []),
          [site.t("layout.when"), data.at],
          [site.t("layout.from"), data.address ?? site.t("layout.unknown")],
          [site.t("layout.with"), data.device ?? site.t("layout.unknown")],
        ]}
      />
      <Paragraph>{site.t("factorChanged.notYou")}</Paragraph>
      <Action site={site} href={data.link}>
        {site.t("factorChanged.action")}
      </Action>
    </MailLayout>
  ),
});
