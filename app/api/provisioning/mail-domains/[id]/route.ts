import { z } from "zod";
import { mailDomainDetailView, mailDomainView, updateMailDomainBody } from "@/lib/hosted-services/mail/contract";
import { deleteMailDomain, updateMailDomain } from "@/lib/hosted-services/mail/domains/change-domain";
import { getMailDomain } from "@/lib/hosted-services/mail/domains/queries";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

const params = idParams("mailDomain", "There is no such mail domain.");

export const GET = route({
  summary: "One mail domain, with the records that it needs and what DNS says about them.",
  permission: "mailbox.read",
  params,
  response: mailDomainDetailView,
  handle: ({ actor, params: { id } }) => getMailDomain(actor, id),
});

export const PATCH = route({
  summary: "Change where mail for addresses goes that do not exist.",
  permission: "mailbox.manage",
  limit: "sensitive",
  params,
  body: updateMailDomainBody,
  response: mailDomainView,
  handle: ({ actor, params: { id }, body }) => updateMailDomain(actor, id, body),
});

export const DELETE = route({
  summary: "Delete a mail domain without mailboxes and aliases.",
  permission: "mailbox.delete",
  limit: "sensitive",
  params,
  response: z.object({ status: z.literal("deleting") }),
  status: 202,
  handle: ({ actor, params: { id } }) => deleteMailDomain(actor, id),
});
