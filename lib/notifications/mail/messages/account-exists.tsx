import { z } from "zod";
import { defineMail } from "../define-mail";
import { Action, MailLayout, Paragraph } from "../layout";

/** A sign-up with an address that already has an account; only its owner is notified. */
export const accountExists = defineMail({
  data: z.object({ name: z.string(), link: z.url() }),
  subject: (_data, site) => `You already have an account at ${site.name}`,
  body: (data, site) => (
    <MailLayout site={site} title="You already have an account" preview="Sign in, or choose a new password.">
      <Paragraph>Hello {data.name},</Paragraph>
      <Paragraph>
        Somebody, hopefully you, tried to create an account with this address. It already has one, and nothing about it
        was changed. If you forgot the password, choose a new one:
      </Paragraph>
      <Action href={data.link}>Reset password</Action>
      <Paragraph>If it was not you, there is nothing to do.</Paragraph>
    </MailLayout>
  ),
});
