import type { Actor } from "@/lib/access/actor";
import { sql, transaction } from "@/lib/db/transaction";
import { announceFactorChange } from "../announce";
import { makeBackupCodes, storeBackupCodes } from "../codes/backup-codes";
import { factorErrors } from "../errors";
import { usableMethods } from "../methods";
import { requirePerson } from "../require-person";

/** Ten new backup codes; the old ones end. The route has required a fresh factor. */
export async function renewBackupCodes(actor: Actor): Promise<{ backupCodes: string[] }> {
  const userId = requirePerson(actor);
  if ((await usableMethods(userId, sql())).length === 0) {
    throw factorErrors.factor_not_set_up({
      detail: "Set up a second factor first; backup codes replace it when it is lost.",
    });
  }
  const made = await makeBackupCodes(userId);
  await transaction(async (tx) => {
    await storeBackupCodes(tx, userId, made);
    await announceFactorChange(tx, { change: "backup_codes_made", userId, method: "backup_code", actor });
  });
  return { backupCodes: made.codes };
}
