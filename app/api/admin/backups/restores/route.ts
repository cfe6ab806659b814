import { restoreView } from "@/lib/backups/restore/contract";
import { listRestores } from "@/lib/backups/runs/queries";
import { listOf } from "@/lib/core/lists";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "The last restores and drills, with their reports.",
  permission: "backup.read",
  response: listOf(restoreView),
  handle: ({ actor }) => listRestores(actor),
});
