import { z } from "zod";
import { deleteMailAlias, updateMailAlias } from "@/lib/hosted-services/mail/aliases/change-alias";
import { getMailAlias } from "@/lib/hosted-services/mail/aliases/queries";
import { mailAliasView, updateMailAliasBody } from "@/lib/hosted-services/mail/contract";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

const params = idParams("mailAlias", "There is no such alias.");

export const GET = route({
  summary: "One alias.",
  permission: "mailbox.read",
  params,
  response: mailAliasView,
  handle: ({ actor, params: { id } }) => getMailAlias(actor, id),
});

export const PATCH = route({
  summary: "Change where mail goes.",
  permission: "mailbox.manage",
  limit: "sensitive",
  params,
  body: updateMailAliasBody,
  response: mailAliasView,
  handle: ({ actor, params: { id }, body }) => updateMailAlias(actor, id, body),
});

export const DELETE = route({
  summary: "Delete an alias.",
  permission: "mailbox.delete",
  limit: "sensitive",
  params,
  response: z.object({ status: z.literal("deleting") }),
  status: 202,
  handle: ({ actor, params: { id } }) => deleteMailAlias(actor, id),
});
