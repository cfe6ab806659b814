import { mailboxPasswordView, setMailboxPasswordBody } from "@/lib/hosted-services/mail/contract";
import { setMailboxPassword } from "@/lib/hosted-services/mail/mailboxes/change-mailbox";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Set the password of a mailbox; without one it is made. Open sessions of mail programs end.",
  permission: "mailbox.credentials",
  limit: "sensitive",
  params: idParams("mailbox"),
  body: setMailboxPasswordBody,
  response: mailboxPasswordView,
  handle: ({ actor, params, body }) => setMailboxPassword(actor, params.id, body.password),
});
