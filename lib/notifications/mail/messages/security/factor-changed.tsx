import { z } from "zod";
import { defineMail } from "../../define-mail";
import { Action, Facts, MailLayout, Paragraph } from "../../layout";

const titles = {
  added: "A second factor was added",
  removed: "A second factor was removed",
  backup_codes_made: "New backup codes were made",
  backup_code_used: "A backup code was used",
  reset: "Your second factors were reset",
} as const;

const names: Record<string, string> = {
  passkey: "passkey",
  totp: "authenticator app",
  sms: "text message",
  email: "e-mail",
  backup_code: "backup codes",
};

/** Something about the account's second factors changed. */
export const factorChanged = defineMail({
  data: z.object({
    name: z.string(),
    change: z.enum(["added", "removed", "backup_codes_made", "backup_code_used", "reset"]),
    method: z.string().nullable(),
    at: z.string(),
    address: z.string().nullable(),
    device: z.string().nullable(),
    link: z.url(),
  }),
  subject: (data) => titles[data.change],
  body: (data, site) => (
    <MailLayout site={site} title={titles[data.change]} preview="If it was not you, act now.">
      <Paragraph>Hello {data.name},</Paragraph>
      {data.change === "reset" ? (
        <Paragraph>
          All second factors and backup codes were removed. Sign in with your password and set up new ones.
        </Paragraph>
      ) : null}
      {data.change === "backup_code_used" ? (
        <Paragraph>
          One of your backup codes was used instead of your other second factors. It works only once.
        </Paragraph>
      ) : null}
      <Facts
        facts={[
          ...(data.method ? ([["What", names[data.method] ?? data.method]] as [string, string][]) : []),
          ["When", data.at],
          ["From", data.address ?? "unknown"],
          ["With", data.device ?? "unknown"],
        ]}
      />
      <Paragraph>If it was not you, somebody else is in your account. Look at it now:</Paragraph>
      <Action href={data.link}>Check the account</Action>
    </MailLayout>
  ),
});
