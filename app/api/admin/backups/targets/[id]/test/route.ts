import { z } from "zod";
import { testTarget } from "@/lib/backups/targets/manage-targets";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Write, read and delete a small file in a place of backups.",
  permission: "backup.manage",
  limit: "sensitive",
  params: idParams("backupTarget"),
  response: z.object({ status: z.literal("works") }),
  handle: ({ actor, params: { id } }) => testTarget(actor, id),
});
