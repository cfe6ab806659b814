import { z } from "zod";
import { listOf, listQuery } from "@/lib/core/lists";
import { createdMailboxView, createMailboxBody, mailboxView } from "@/lib/hosted-services/mail/contract";
import { createMailbox } from "@/lib/hosted-services/mail/mailboxes/create-mailbox";
import { listMailboxes } from "@/lib/hosted-services/mail/mailboxes/queries";
import { idOf } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "List mailboxes within your reach, the newest first; `domain` is the id of one domain.",
  permission: "mailbox.read",
  query: listQuery.extend({ all: z.stringbool().optional(), domain: idOf("mailDomain").optional() }),
  response: listOf(mailboxView),
  handle: ({ actor, query }) => listMailboxes(actor, query),
});

export const POST = route({
  summary: "Create a mailbox. Without a password one is made and answered once.",
  permission: "mailbox.create",
  body: createMailboxBody,
  response: createdMailboxView,
  status: 201,
  idempotent: true,
  handle: ({ actor, body }) => createMailbox(actor, body),
});
