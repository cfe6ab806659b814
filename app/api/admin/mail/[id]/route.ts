import { route } from "@/lib/http/route";
import { mailContent } from "@/lib/notifications/contract";
import { readMail } from "@/lib/notifications/mail/outbox";

export const GET = route({
  summary: "One mail of the outbox with its text, while it has one. Audited.",
  tag: "Administration",
  permission: "mail.read",
  limit: "sensitive",
  response: mailContent,
  handle: ({ actor, params }) => readMail(actor, params.id ?? ""),
});
