import { z } from "zod";
import { backupView } from "@/lib/backups/contract";
import { deleteBackup } from "@/lib/backups/runs/change-backup";
import { getBackup } from "@/lib/backups/runs/queries";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

const params = idParams("backup");

export const GET = route({
  summary: "A backup of the panel, with its progress.",
  permission: "backup.read",
  params,
  response: backupView,
  handle: ({ actor, params: { id } }) => getBackup(actor, id),
});

export const DELETE = route({
  summary: "Delete the file of a backup. The last two verified backups of a place stay.",
  permission: "backup.manage",
  limit: "sensitive",
  stepUp: true,
  params,
  response: z.object({ status: z.literal("deleted") }),
  handle: ({ actor, params: { id } }) => deleteBackup(actor, id),
});
