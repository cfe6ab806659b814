import { z } from "zod";
import { attachDatabase } from "@/lib/hosted-services/databases/attachments/attach-database";
import { attachBody, attachmentView } from "@/lib/hosted-services/databases/attachments/contract";
import { listAttachments } from "@/lib/hosted-services/databases/attachments/queries";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "The servers whose containers get the connection of a database.",
  permission: "database.read",
  params: idParams("database"),
  response: z.object({ items: z.array(attachmentView) }),
  handle: ({ actor, params }) => listAttachments(actor, params.id),
});

export const POST = route({
  summary: "Give a server the connection of a database, from its next start on.",
  permission: "database.credentials",
  limit: "sensitive",
  params: idParams("database"),
  body: attachBody,
  response: attachmentView,
  status: 201,
  handle: ({ actor, params, body }) => attachDatabase(actor, params.id, body),
});
