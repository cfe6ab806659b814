import { z } from "zod";
import { defineMail } from "../../define-mail";
import { Action, MailLayout, Paragraph } from "../../layout";

/** An administrator asked to remove the account's second factors; the owner can stop it. */
export const factorResetRequested = defineMail({
  data: z.object({ name: z.string(), reason: z.string(), due: z.string(), link: z.url() }),
  subject: () => "Your second factors will be removed",
  body: (data, site) => (
    <MailLayout site={site} title="Your second factors will be removed" preview={`On ${data.due}, unless you stop it.`}>
      <Paragraph>Hello {data.name},</Paragraph>
      <Paragraph>
        an administrator asked to remove the second factors of your account, with this reason: “{data.reason}”. It
        happens on {data.due}; then your password alone signs you in, until you set up new ones.
      </Paragraph>
      <Paragraph>If you did not ask for this, stop it:</Paragraph>
      <Action href={data.link}>Keep my factors</Action>
    </MailLayout>
  ),
});
