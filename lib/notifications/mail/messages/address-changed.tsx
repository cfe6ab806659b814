import { z } from "zod";
import { defineMail } from "../define-mail";
import { Action, Facts, MailLayout, Paragraph } from "../layout";

/** Notifies the owner of a server that it has a new address for players. */
export const addressChanged = defineMail({
  data: z.object({
    name: z.string(),
    server: z.string(),
    before: z.string(),
    after: z.string(),
    comesBack: z.boolean(),
    link: z.url(),
  }),
  exact: ["before", "after"],
  subject: () => "The address of your server changed",
  body: (data, site) => (
    <MailLayout site={site} title="The address of your server changed" preview="Players need the new address.">
      <Paragraph>Hello {data.name},</Paragraph>
      <Paragraph>Players need the new address to join.</Paragraph>
      <Facts
        facts={[
          ["Server", data.server],
          ["Address before", data.before],
          ["Address now", data.after],
        ]}
      />
      {data.comesBack ? (
        <Paragraph>
          Another program on the machine holds the old port. At a start after that program has gone the server comes
          back to its old address, and you get a mail again.
        </Paragraph>
      ) : null}
      <Action href={data.link}>Open the server</Action>
    </MailLayout>
  ),
});
