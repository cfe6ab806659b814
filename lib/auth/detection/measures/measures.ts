import { newId } from "@/lib/core/ids";
import type { Sql, Tx } from "@/lib/db/transaction";
import type { Measure } from "../contract";
import { purgeEndedMeasures, takeMeasures } from "../detection.sql";
import { accountHash } from "../record-attempt";

/** How long each measure lasts, in seconds, by itself and when an administrator asks for it. It ends by itself. */
export const measureSeconds: Record<Measure, number> = {
  slow: 15 * 60,
  challenge: 24 * 3600,
  block: 3600,
  lock: 3600,
};
export const administratorsSeconds = 24 * 3600;

export type NewMeasure = {
  measure: Measure;
  /** Empty strings: from everywhere, to every account; never both. */
  networks: readonly string[];
  accountHash: string;
  userId: string | null;
  reason: string;
  signalId: string | null;
  seconds: number;
};

/** Takes a measure, or extends the existing one. One row per network. */
export async function takeMeasure(tx: Tx, wanted: NewMeasure): Promise<void> {
  const { measure, networks, userId, reason, signalId, seconds } = wanted;
  await tx.run(takeMeasures, [
    networks.map(() => newId("networkBlock")),
    networks,
    measure,
    wanted.accountHash,
    userId,
    reason,
    signalId,
    seconds,
  ]);
}

/** Ends the lock of an account, in the transaction that proved whose it is. */
export async function liftLock(tx: Tx, email: string): Promise<void> {
  await tx.prisma.networkBlock.deleteMany({ where: { network: "", accountHash: accountHash(email) } });
}

/** Deletes measures that ended more than a day ago. */
export async function purgeMeasures(db: Sql): Promise<void> {
  await db.run(purgeEndedMeasures);
}
