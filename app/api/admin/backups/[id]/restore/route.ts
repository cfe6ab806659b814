import { restoreBody, restoreView } from "@/lib/backups/restore/contract";
import { requestRestore } from "@/lib/backups/runs/change-backup";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Restore the panel to a backup. The database from before is kept for 24 hours.",
  permission: "backup.restore",
  limit: "sensitive",
  stepUp: true,
  params: idParams("backup"),
  body: restoreBody,
  response: restoreView,
  status: 202,
  handle: ({ actor, params: { id } }) => requestRestore(actor, id, "restore"),
});
