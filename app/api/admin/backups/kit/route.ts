import { recoveryKit } from "@/lib/backups/contract";
import { downloadKit } from "@/lib/backups/kit/recovery-kit";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "The recovery kit: the key of the backups with instructions; recorded in the audit log.",
  permission: "backup.manage",
  limit: "sensitive",
  stepUp: true,
  response: recoveryKit,
  handle: ({ actor }) => downloadKit(actor),
});
