import { newId } from "@/lib/core/ids";
import type { Sql, Tx } from "@/lib/db/transaction";
import type { Measure } from "./contract";
import { accountHash } from "./record-attempt";

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
  await tx.run(
    `INSERT INTO network_block AS b (id, measure, network, account_hash, user_id, reason, signal_id, until)
     SELECT i.id, $3, i.network, $4, $5, $6, $7, now() + make_interval(secs => $8)
     FROM unnest($1::text[], $2::text[]) AS i(id, network)
     ON CONFLICT (network, account_hash, measure) DO UPDATE SET until = greatest(b.until, excluded.until),
       reason = excluded.reason, signal_id = excluded.signal_id`,
    [
      networks.map(() => newId("networkBlock")),
      networks,
      measure,
      wanted.accountHash,
      userId,
      reason,
      signalId,
      seconds,
    ],
  );
}

/** Ends the lock of an account, in the transaction that proved whose it is. */
export async function liftLock(tx: Tx, email: string): Promise<void> {
  await tx.run("DELETE FROM network_block WHERE network = '' AND account_hash = $1", [accountHash(email)]);
}

/** Deletes measures that ended more than a day ago. */
export async function purgeMeasures(db: Sql): Promise<void> {
  await db.run("DELETE FROM network_block WHERE until < now() - interval '1 day'");
}
