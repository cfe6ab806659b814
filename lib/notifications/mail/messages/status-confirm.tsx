import { z } from "zod";
import { defineMail } from "../define-mail";
import { Action, MailLayout, Paragraph } from "../layout";

/** Asks the owner of an address whether it should get updates of the status page. */
export const statusConfirm = defineMail({
  data: z.object({ link: z.url() }),
  subject: (_data, site) => `Confirm the updates of ${site.name}`,
  body: ({ link }, site) => (
    <MailLayout site={site} title="Confirm your address" preview="Somebody asked for updates of the status page.">
      <Paragraph>
        Somebody asked for updates of the status page for this address. If it was you, confirm it; otherwise do nothing,
        and no more mails are sent.
      </Paragraph>
      <Action href={link}>Confirm</Action>
    </MailLayout>
  ),
});
