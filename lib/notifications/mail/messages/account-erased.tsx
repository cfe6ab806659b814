import { z } from "zod";
import { defineMail } from "../define-mail";
import { MailLayout, Paragraph } from "../layout";

/** The last mail to the owner of a deleted account. Its row is removed after it was sent. */
export const accountErased = defineMail({
  data: z.object({ name: z.string(), isOwn: z.boolean() }),
  isDeletedAfterSending: true,
  subject: () => "Your account was deleted",
  body: (data, site) => (
    <MailLayout site={site} title="Your account was deleted" preview="This is the last mail about it.">
      <Paragraph>Hello {data.name},</Paragraph>
      <Paragraph>
        {data.isOwn
          ? `you deleted your account at ${site.name}.`
          : `an administrator of ${site.name} deleted your account.`}{" "}
        What the panel knew about you was deleted with it; its security log keeps what happened under a number that says
        nothing about you.
      </Paragraph>
      <Paragraph>
        This is the last mail about it. {data.isOwn ? "If it was not you, inform the panel's administrator." : ""} You
        may sign up again with this address.
      </Paragraph>
    </MailLayout>
  ),
});
