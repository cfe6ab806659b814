import { z } from "zod";
import { dumpView } from "@/lib/hosted-services/databases/dumps/contract";
import { listDumps } from "@/lib/hosted-services/databases/dumps/queries";
import { uploadDump } from "@/lib/hosted-services/databases/dumps/upload-dump";
import { bodyChunks } from "@/lib/http/body-chunks";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "The dumps of a database, the newest first.",
  permission: "database.read",
  params: idParams("database"),
  response: z.object({ items: z.array(dumpView) }),
  handle: ({ actor, params }) => listDumps(actor, params.id),
});

export const POST = route({
  summary: "Upload a dump in the plain format as the body, compressed with gzip or not, to restore it.",
  permission: "database.manage",
  limit: "sensitive",
  params: idParams("database"),
  response: dumpView,
  status: 201,
  handle: ({ actor, params, request }) => uploadDump(actor, params.id, bodyChunks(request.body), request.signal),
});
