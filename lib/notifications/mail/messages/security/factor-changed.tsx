import { z } from "zod";
import { defineMail } from "../../define-mail";
import { factorChangeKinds, factorChanges, factorName } from "../../factor-changes";
import { Action, Facts, MailLayout, Paragraph } from "../../layout";

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
  subject: (data) => factorChanges[data.change],
  body: (data, site) => (
    <MailLayout site={site} title={factorChanges[data.change]} preview="If it was not you, act now.">
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
          ...(data.method ? ([["What", factorName(data.method)]] as [string, string][]) : []),
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
