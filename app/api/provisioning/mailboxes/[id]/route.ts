import { z } from "zod";
import { mailboxView, updateMailboxBody } from "@/lib/hosted-services/mail/contract";
import { deleteMailbox, updateMailbox } from "@/lib/hosted-services/mail/mailboxes/change-mailbox";
import { getMailbox } from "@/lib/hosted-services/mail/mailboxes/queries";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

const params = idParams("mailbox");

export const GET = route({
  summary: "One mailbox.",
  permission: "mailbox.read",
  params,
  response: mailboxView,
  handle: ({ actor, params: { id } }) => getMailbox(actor, id),
});

export const PATCH = route({
  summary: "Change quota and forwarding.",
  permission: "mailbox.manage",
  limit: "sensitive",
  params,
  body: updateMailboxBody,
  response: mailboxView,
  handle: ({ actor, params: { id }, body }) => updateMailbox(actor, id, body),
});

export const DELETE = route({
  summary: "Delete a mailbox with its mail.",
  permission: "mailbox.delete",
  limit: "sensitive",
  params,
  response: z.object({ status: z.literal("deleting") }),
  status: 202,
  handle: ({ actor, params: { id } }) => deleteMailbox(actor, id),
});
