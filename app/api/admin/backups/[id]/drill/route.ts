import { restoreView } from "@/lib/backups/restore/contract";
import { requestRestore } from "@/lib/backups/runs/change-backup";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Request a drill: the whole restore into a database that is removed afterwards, with a report.",
  permission: "backup.restore",
  limit: "sensitive",
  params: idParams("backup"),
  response: restoreView,
  status: 202,
  handle: ({ actor, params: { id } }) => requestRestore(actor, id, "drill"),
});
