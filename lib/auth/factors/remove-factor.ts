import type { Actor } from "@/lib/access/actor";
import { type Tx, transaction } from "@/lib/db/transaction";
import { announceFactorChange } from "./announce";
import type { FactorMethod } from "./contract";
import { factorErrors } from "./errors";
import { usableMethods } from "./methods";
import { requirePerson } from "./require-person";

/** Removes an authenticator app, a phone or the mailbox, or all passkeys. */
export async function removeFactor(actor: Actor, method: Exclude<FactorMethod, "backup_code">): Promise<void> {
  await remove(actor, method, (tx, userId) =>
    method === "passkey"
      ? tx.run("DELETE FROM passkey WHERE user_id = $1", [userId])
      : tx.run("DELETE FROM second_factor WHERE user_id = $1 AND method = $2", [userId, method]),
  );
}

/** Removes one passkey. */
export async function removePasskey(actor: Actor, id: string): Promise<void> {
  await remove(actor, "passkey", (tx, userId) =>
    tx.run("DELETE FROM passkey WHERE user_id = $1 AND id = $2", [userId, id]),
  );
}

/** The last factor takes the backup codes along; where the role needs one it stays. */
async function remove(
  actor: Actor,
  method: FactorMethod,
  take: (tx: Tx, userId: string) => Promise<number>,
): Promise<void> {
  const userId = requirePerson(actor);
  await transaction(async (tx) => {
    const policy = await tx.row<{ required: boolean }>(
      `SELECT u.role = ANY (p.required_roles) AS required FROM app_user u, security_policy p WHERE u.id = $1 FOR UPDATE OF u`,
      [userId],
    );
    if ((await take(tx, userId)) === 0) throw factorErrors.factor_not_set_up();
    const isLast = (await usableMethods(userId, tx)).length === 0;
    if (isLast && policy?.required) throw factorErrors.last_factor_required();
    if (isLast) await tx.run("DELETE FROM backup_code WHERE user_id = $1", [userId]);
    await announceFactorChange(tx, { change: "removed", userId, method, actor });
  });
}
