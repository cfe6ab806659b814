import { downloadBackup } from "@/lib/backups/runs/queries";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "Download the file of a backup, encrypted as it is stored; recorded in the audit log.",
  permission: "backup.manage",
  limit: "sensitive",
  params: idParams("backup"),
  produces: "application/octet-stream",
  handle: ({ actor, params: { id }, request }) => downloadBackup(actor, id, request.signal),
});
