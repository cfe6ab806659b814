import { z } from "zod";
import { defineMail } from "../../define-mail";
import { Action, Facts, MailLayout, Paragraph } from "../../layout";

/** Somebody signed in from a browser that the account was never used from. */
export const newDevice = defineMail({
  data: z.object({
    name: z.string(),
    at: z.string(),
    address: z.string().nullable(),
    place: z.string().nullable(),
    device: z.string().nullable(),
    link: z.url(),
  }),
  subject: (_data, { t, name }) => t("newDevice.subject", { site: name }),
  body: (data, site) => (
    <MailLayout
      site={site}
      title={site.t("newDevice.title")}
      preview={data.device ?? site.t("newDevice.unknownDevice")}
    >
      <Paragraph>{site.t("newDevice.text", { name: data.name })}</Paragraph>
      <Facts
        facts={[
          [site.t("layout.when"), data.at],
          [site.t("layout.with"), data.device ?? site.t("layout.unknown")],
          [site.t("layout.from"), [data.address ?? site.t("layout.unknown"), data.place].filter(Boolean).join(", ")],
        ]}
      />
      <Paragraph>{site.t("newDevice.ifYou")}</Paragraph>
      <Action site={site} href={data.link}>
        {site.t("newDevice.action")}
      </Action>
    </MailLayout>
  ),
});
