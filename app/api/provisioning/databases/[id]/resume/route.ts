import { z } from "zod";
import { hostedStatusSchema } from "@/lib/hosted-services/contract";
import { resumeDatabase } from "@/lib/hosted-services/databases/change-database";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Allow the use of a suspended database.",
  permission: "database.manage",
  params: idParams("database"),
  response: z.object({ status: hostedStatusSchema }),
  status: 202,
  handle: ({ actor, params }) => resumeDatabase(actor, params.id),
});
