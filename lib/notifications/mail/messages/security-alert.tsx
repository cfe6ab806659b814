import { z } from "zod";
import { defineMail } from "../define-mail";
import { Action, Facts, MailLayout, Paragraph } from "../layout";
import { securityAlertKinds, securityAlerts } from "../security-alerts";

/** Notifies the owner of an account about a signal of detection. */
export const securityAlert = defineMail({
  data: z.object({
    name: z.string(),
    alert: z.enum(securityAlertKinds),
    reasons: z.array(z.string()),
    at: z.string(),
    link: z.url(),
  }),
  subject: (data) => securityAlerts[data.alert].title,
  body: (data, site) => (
    <MailLayout
      site={site}
      title={securityAlerts[data.alert].title}
      preview={data.reasons[0] ?? securityAlerts[data.alert].advice}
    >
      <Paragraph>Hello {data.name},</Paragraph>
      {data.reasons.map((reason) => (
        <Paragraph key={reason}>{reason}</Paragraph>
      ))}
      <Facts facts={[["When", data.at]]} />
      <Paragraph>{securityAlerts[data.alert].advice}</Paragraph>
      <Action href={data.link}>Look at your account</Action>
    </MailLayout>
  ),
});
