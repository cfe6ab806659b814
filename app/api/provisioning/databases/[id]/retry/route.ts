import { z } from "zod";
import { retryDatabase } from "@/lib/hosted-services/databases/change-database";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Try a failed create again.",
  permission: "database.manage",
  params: idParams("database"),
  response: z.object({ status: z.literal("provisioning") }),
  status: 202,
  handle: ({ actor, params }) => retryDatabase(actor, params.id),
});
