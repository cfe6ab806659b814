import { z } from "zod";
import { defineMail } from "../define-mail";
import { Action, MailLayout, Paragraph } from "../layout";

export const passwordReset = defineMail({
  data: z.object({ name: z.string(), link: z.url() }),
  subject: () => "Choose a new password",
  body: (data, site) => (
    <MailLayout site={site} title="Choose a new password" preview="The link works once, for 24 hours.">
      <Paragraph>Hello {data.name},</Paragraph>
      <Paragraph>Somebody, hopefully you, asked for a new password. The link works once, for 24 hours:</Paragraph>
      <Action href={data.link}>Choose a password</Action>
      <Paragraph>A second factor stays as it is. If it was not you, do nothing: your password is unchanged.</Paragraph>
    </MailLayout>
  ),
});
