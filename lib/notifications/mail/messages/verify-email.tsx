import { z } from "zod";
import { defineMail } from "../define-mail";
import { Action, MailLayout, Paragraph } from "../layout";

/** Confirms the address of a new account, or the new address of an old one. */
export const verifyEmail = defineMail({
  // No name: the person who signed up chose it, and has not yet proved to own the address.
  data: z.object({ link: z.url(), isNewAccount: z.boolean() }),
  subject: (data, site) => (data.isNewAccount ? `Confirm your address for ${site.name}` : "Confirm your new address"),
  body: (data, site) => (
    <MailLayout site={site} title="Confirm your e-mail address" preview="One click, within 24 hours.">
      <Paragraph>Hello,</Paragraph>
      <Paragraph>
        {data.isNewAccount
          ? "Somebody, hopefully you, created an account with this address."
          : "Somebody, hopefully you, asked to use this address for an account."}{" "}
        Confirm it within 24 hours:
      </Paragraph>
      <Action href={data.link}>Confirm address</Action>
      <Paragraph>If it was not you, do nothing: without the confirmation the address is not used.</Paragraph>
    </MailLayout>
  ),
});
