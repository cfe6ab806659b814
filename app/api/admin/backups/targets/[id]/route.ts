import { z } from "zod";
import { removeTarget } from "@/lib/backups/targets/manage-targets";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const DELETE = route({
  summary: "Forget a place that has no backups.",
  permission: "backup.manage",
  limit: "sensitive",
  stepUp: true,
  params: idParams("backupTarget"),
  response: z.object({ status: z.literal("removed") }),
  handle: ({ actor, params: { id } }) => removeTarget(actor, id),
});
