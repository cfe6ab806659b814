import { z } from "zod";
import { defineMail } from "../../define-mail";
import { Action, Facts, Hello, MailLayout, Paragraph } from "../../layout";
import { securityAlertKinds } from "../../security-alerts";

/** Notifies the owner of an account about a signal of detection. */
export const securityAlert = defineMail({
  data: z.object({
    name: z.string(),
    alert: z.enum(securityAlertKinds),
    reasons: z.array(z.string()),
    at: z.string(),
    link: z.url(),
  }),
  subject: ({ alert }, { t }) => t(`securityAlerts.${alert}.title`),
  body: (data, site) => (
    <MailLayout
      site={site}
      title={site.t(`securityAlerts.${data.alert}.title`)}
      preview={data.reasons[0] ?? site.t(`securityAlerts.${data.alert}.advice`)}
    >
      <Hello site={site} name={data.name} />
      {data.reasons.map((reason) => (
        <Paragraph key={reason}>{reason}</Paragraph>
      ))}
      <Facts facts={[[site.t("layout.when"), data.at]]} />
      <Paragraph>{site.t(`securityAlerts.${data.alert}.advice`)}</Paragraph>
      <Action site={site} href={data.link}>
        {site.t("securityAlert.action")}
      </Action>
    </MailLayout>
  ),
});
