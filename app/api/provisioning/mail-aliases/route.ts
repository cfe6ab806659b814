import { z } from "zod";
import { listOf, listQuery } from "@/lib/core/lists";
import { createMailAlias } from "@/lib/hosted-services/mail/aliases/create-alias";
import { listMailAliases } from "@/lib/hosted-services/mail/aliases/queries";
import { createMailAliasBody, mailAliasView } from "@/lib/hosted-services/mail/contract";
import { idOf } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "List aliases within your reach, the newest first; `domain` is the id of one domain.",
  permission: "mailbox.read",
  query: listQuery.extend({ all: z.stringbool().optional(), domain: idOf("mailDomain").optional() }),
  response: listOf(mailAliasView),
  handle: ({ actor, query }) => listMailAliases(actor, query),
});

export const POST = route({
  summary: "Create an alias: an address whose mail goes to others.",
  permission: "mailbox.create",
  body: createMailAliasBody,
  response: mailAliasView,
  status: 201,
  idempotent: true,
  handle: ({ actor, body }) => createMailAlias(actor, body),
});
