import { z } from "zod";
import { listOf, listQuery } from "@/lib/core/lists";
import { createMailDomainBody, mailDomainDetailView, mailDomainView } from "@/lib/hosted-services/mail/contract";
import { createMailDomain } from "@/lib/hosted-services/mail/domains/create-domain";
import { listMailDomains } from "@/lib/hosted-services/mail/domains/queries";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "List mail domains within your reach, the newest first.",
  permission: "mailbox.read",
  query: listQuery.extend({ all: z.stringbool().optional() }),
  response: listOf(mailDomainView),
  handle: ({ actor, query }) => listMailDomains(actor, query),
});

export const POST = route({
  summary: "Create a mail domain. Its records are written into your zone here, or listed to be written elsewhere.",
  permission: "mailbox.create",
  body: createMailDomainBody,
  response: mailDomainDetailView,
  status: 201,
  idempotent: true,
  handle: ({ actor, body }) => createMailDomain(actor, body),
});
