import { z } from "zod";
import { defineMail } from "../../define-mail";
import { Action, Facts, Hello, MailLayout, Paragraph } from "../../layout";
import { securityNoticeKinds } from "../../security-notices";

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
  subject: ({ event }, { t }) => t(`securityNotices.${event}.title`),
  body: (data, site) => (
    <MailLayout
      site={site}
      title={site.t(`securityNotices.${data.event}.title`)}
      preview={site.t(`securityNotices.${data.event}.text`)}
    >
      <Hello site={site} name={data.name} />
      <Paragraph>{site.t(`securityNotices.${data.event}.text`)}</Paragraph>
      <Facts
        facts={[
          [site.t("layout.when"), data.at],
          [site.t("layout.from"), data.address ?? site.t("layout.unknown")],
          [site.t("layout.with"), data.device ?? site.t("layout.unknown")],
        ]}
      />
      <Paragraph>{site.t("securityNotice.notYou")}</Paragraph>
      <Action site={site} href={data.link}>
        {site.t("securityNotice.reset")}
      </Action>
    </MailLayout>
  ),
});
