import { z } from "zod";
import { keysOf } from "@/lib/core/records";
import { defineMail } from "../define-mail";
import { Action, Facts, MailLayout, Paragraph } from "../layout";

/** The text for each kind of notice. */
const events = {
  password_changed: {
    title: "Your password was changed",
    text: "Your other sessions were ended.",
  },
  password_reset: {
    title: "Your password was reset",
    text: "It was changed through a link sent to this address; all sessions were ended.",
  },
  email_change_requested: {
    title: "A change of your e-mail address was requested",
    text: "This address stays in use until the new one is confirmed.",
  },
  email_changed: {
    title: "Your e-mail address was changed",
    text: "Sign in with the new address from now on; this one gets no more mail about the account.",
  },
  role_changed: { title: "Your role was changed", text: "An administrator changed what your account may do." },
  account_locked: { title: "Your account was locked", text: "An administrator locked it; all sessions were ended." },
} as const;

/** Notifies the owner of an account about a change of its security settings. */
export const securityNotice = defineMail({
  data: z.object({
    name: z.string(),
    event: z.enum(keysOf(events)),
    at: z.string(),
    address: z.string().nullable(),
    device: z.string().nullable(),
    link: z.url(),
  }),
  subject: (data) => events[data.event].title,
  body: (data, site) => (
    <MailLayout site={site} title={events[data.event].title} preview={events[data.event].text}>
      <Paragraph>Hello {data.name},</Paragraph>
      <Paragraph>{events[data.event].text}</Paragraph>
      <Facts
        facts={[
          ["When", data.at],
          ["From", data.address ?? "unknown"],
          ["With", data.device ?? "unknown"],
        ]}
      />
      <Paragraph>If it was not you, take the account back now:</Paragraph>
      <Action href={data.link}>Reset password</Action>
    </MailLayout>
  ),
});
