import { z } from "zod";
import { deleteDump } from "@/lib/hosted-services/databases/dumps/delete-dump";
import { downloadDump } from "@/lib/hosted-services/databases/dumps/queries";
import { idOf, idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

const params = idParams("database").extend({ dumpId: idOf("dump") });

export const GET = route({
  summary: "Download a dump, compressed with gzip; recorded in the audit log.",
  permission: "database.credentials",
  limit: "sensitive",
  params,
  produces: "application/gzip",
  handle: ({ actor, params: { id, dumpId } }) => downloadDump(actor, id, dumpId),
});

export const DELETE = route({
  summary: "Delete a dump.",
  permission: "database.manage",
  limit: "sensitive",
  params,
  response: z.object({ status: z.literal("deleted") }),
  handle: ({ actor, params: { id, dumpId } }) => deleteDump(actor, id, dumpId),
});
