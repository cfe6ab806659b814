import { autoresponderSchema, mailboxView } from "@/lib/hosted-services/mail/contract";
import { setAutoresponder } from "@/lib/hosted-services/mail/mailboxes/change-mailbox";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const PUT = route({
  summary: "Switch the automatic answer of a mailbox on or off.",
  permission: "mailbox.manage",
  params: idParams("mailbox"),
  body: autoresponderSchema,
  response: mailboxView,
  handle: ({ actor, params, body }) => setAutoresponder(actor, params.id, body),
});
