import { backupView } from "@/lib/backups/contract";
import { requestCheck } from "@/lib/backups/runs/change-backup";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Request the verification of a backup by a restore into a database of its own.",
  permission: "backup.create",
  limit: "sensitive",
  params: idParams("backup"),
  response: backupView,
  status: 202,
  handle: ({ actor, params: { id } }) => requestCheck(actor, id),
});
