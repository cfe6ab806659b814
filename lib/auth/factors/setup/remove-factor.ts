import type { Actor } from "@/lib/access/actor";
import { lockUser } from "@/lib/auth/accounts/lock-user";
import { type Tx, transaction } from "@/lib/db/transaction";
import { announceFactorChange } from "../announce";
import type { FactorMethod } from "../contract";
import { factorErrors } from "../errors";
import { usableMethods } from "../methods";
import { requirePerson } from "../require-person";

/** Removes an authenticator app, a phone or the mailbox, or all passkeys. */
export async function removeFactor(actor: Actor, method: Exclude<FactorMethod, "backup_code">): Promise<void> {
  await remove(actor, method, async (tx, userId) => {
    const { count } = await (method === "passkey"
      ? tx.prisma.passkey.deleteMany({ where: { userId } })
      : tx.prisma.secondFactor.deleteMany({ where: { userId, method } }));
    return count;
  });
}

/** Removes one passkey. */
export async function removePasskey(actor: Actor, id: string): Promise<void> {
  await remove(actor, "passkey", async (tx, userId) => {
    const { count } = await tx.prisma.passkey.deleteMany({ where: { userId, id } });
    return count;
  });
}

/** The last factor takes the backup codes along; where the role needs one it stays. */
async function remove(
  actor: Actor,
  method: FactorMethod,
  take: (tx: Tx, userId: string) => Promise<number>,
): Promise<void> {
  const userId = requirePerson(actor);
  await transaction(async (tx) => {
    const user = await lockUser(tx, userId);
    if ((await take(tx, userId)) === 0) throw factorErrors.factor_not_set_up();
    const isLast = (await usableMethods(userId, tx)).length === 0;
    const isRequired =
      user !== null && (await tx.prisma.securityPolicy.count({ where: { requiredRoles: { has: user.role } } })) > 0;
    if (isLast && isRequired) throw factorErrors.last_factor_required();
    if (isLast) await tx.prisma.backupCode.deleteMany({ where: { userId } });
    await announceFactorChange(tx, { change: "removed", userId, method, actor });
  });
}
