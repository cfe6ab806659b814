import { z } from "zod";
import { hostedStatusSchema } from "@/lib/hosted-services/contract";
import { suspendDatabase } from "@/lib/hosted-services/databases/change-database";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Stop the use of a database; its sessions end and nothing is deleted.",
  permission: "database.manage",
  params: idParams("database"),
  response: z.object({ status: hostedStatusSchema }),
  status: 202,
  handle: ({ actor, params }) => suspendDatabase(actor, params.id),
});
