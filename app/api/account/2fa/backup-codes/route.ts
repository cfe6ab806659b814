import { backupCodesView } from "@/lib/auth/factors/contract";
import { renewBackupCodes } from "@/lib/auth/factors/setup/renew-backup-codes";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Create ten new backup codes, shown once. Earlier codes become invalid.",
  permission: "account.manage",
  limit: "sensitive",
  stepUp: true,
  response: backupCodesView,
  handle: ({ actor }) => renewBackupCodes(actor),
});
