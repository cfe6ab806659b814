import { backupView } from "@/lib/backups/contract";
import { cancelBackup } from "@/lib/backups/runs/change-backup";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Cancel a backup or its verification.",
  permission: "backup.create",
  params: idParams("backup"),
  response: backupView,
  status: 202,
  handle: ({ actor, params: { id } }) => cancelBackup(actor, id),
});
