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
  subject: (_data, site) => `New device signed in to ${site.name}`,
  body: (data, site) => (
    <MailLayout site={site} title="A new device signed in" preview={data.device ?? "An unknown device"}>
      <Paragraph>Hello {data.name}, your account was used from a device that it was never used from before.</Paragraph>
      <Facts
        facts={[
          ["When", data.at],
          ["With", data.device ?? "unknown"],
          ["From", [data.address ?? "unknown", data.place].filter(Boolean).join(", ")],
        ]}
      />
      <Paragraph>If it was you, there is nothing to do. If not, end that session and change your password:</Paragraph>
      <Action href={data.link}>Look at the sessions</Action>
    </MailLayout>
  ),
});
