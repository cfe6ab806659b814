import { z } from "zod";
import { defineMail } from "../../define-mail";
import { Action, Facts, MailLayout, Paragraph } from "../../layout";
import { securityNoticeKinds, securityNotices } from "../../security-notices";

/** Notifies the owner of an account about a change of its security settings. */
export const securityNotice = defineMail({
  data: z.object({
    name: z.string(),
    event: z.enum(securityNoticeKinds),
    at: z.string(),
    address: z.string().nullable(),
    device: z.string().nullable(),
    link: z.url(),
  }),
  subject: (data) => securityNotices[data.event].title,
  body: (data, site) => (
    <MailLayout site={site} title={securityNotices[data.event].title} preview={securityNotices[data.event].text}>
      <Paragraph>Hello {data.name},</Paragraph>
      <Paragraph>{securityNotices[data.event].text}</Paragraph>
      <Facts
        facts={[
          ["When", data.at],
          ["From", data.address ?? "unknown"],
          ["With", data.device ?? "unknown"],
        ]}
      />
      <Paragraph>If it was not you, take the account back now:</Paragraph>
      <Action href={data.link}>Reset password</Action>
    </MailLayout>
  ),
});
