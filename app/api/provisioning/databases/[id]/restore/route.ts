import { z } from "zod";
import { restoreBody } from "@/lib/hosted-services/databases/dumps/contract";
import { restoreDatabase } from "@/lib/hosted-services/databases/dumps/restore-database";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Replace everything in a database by the content of a dump; all of it or nothing.",
  permission: "database.manage",
  limit: "sensitive",
  params: idParams("database"),
  body: restoreBody,
  response: z.object({ status: z.literal("active") }),
  status: 202,
  handle: ({ actor, params, body }) => restoreDatabase(actor, params.id, body.dumpId),
});
