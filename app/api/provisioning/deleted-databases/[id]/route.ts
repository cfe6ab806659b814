import { z } from "zod";
import { forgetDeletedDatabase } from "@/lib/hosted-services/databases/dumps/deleted-databases";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const DELETE = route({
  summary: "Delete the last dump of a deleted database before its time.",
  permission: "database.delete",
  limit: "sensitive",
  params: idParams("dump", "There is no such deleted database."),
  response: z.object({ status: z.literal("deleted") }),
  handle: ({ actor, params }) => forgetDeletedDatabase(actor, params.id),
});
