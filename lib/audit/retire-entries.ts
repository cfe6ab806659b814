import { systemActor } from "@/lib/access/actor";
import { env } from "@/lib/core/env";
import { type Tx, transaction } from "@/lib/db/transaction";
import type { AuditClass, Verification } from "./contract";
import { recordAudit } from "./record-audit";
import { appendSeal, readState, removalLock, sealChains, sealLock } from "./seal-chains";
import { verifyAudit } from "./verify-chain";
import { readWitness, writeWitness } from "./witness";

/** Rows of one removal; one transaction each, so that no statement runs long. */
const stepRows = 20_000;
/** Seals before this are history that a full seal has replaced. */
const sealDays = 30;

/** Days by class, from AUDIT_RETENTION. */
export function retentionDays(text: string = env().AUDIT_RETENTION): Record<AuditClass, number> {
  const days: Record<AuditClass, number> = { security: 730, write: 365, read: 90 };
  for (const part of text.split(",")) {
    const [name, count] = part.split(":");
    if (name && Object.hasOwn(days, name)) days[name as AuditClass] = Number(count);
  }
  return days;
}

/**
 * Removes entries older than their class is kept. Only from a log that verifies: removing from a bad one would remove
 * the evidence. Each removal is signed, as the point from which the rest of the chain is verified.
 */
export async function retireEntries(options: {
  witnessFile: string | null;
  nowMs?: number;
}): Promise<{ removed: number; refused: Verification | null }> {
  const { witnessFile, nowMs = Date.now() } = options;
  const days = retentionDays();
  const due = await transaction((tx) => chainsDue(tx, days, nowMs));
  if (due.length === 0) return { removed: 0, refused: null };
  const verification = await verifyAudit({ witness: witnessFile ? readWitness(witnessFile) : null });
  if (!verification.ok) return { removed: 0, refused: verification };
  let removed = 0;
  for (const { chain, cutoff } of due) {
    for (;;) {
      const step = await transaction((tx) => removePrefix(tx, chain, cutoff));
      if (step.seal && witnessFile) writeWitness(witnessFile, step.seal);
      removed += step.removed;
      if (step.removed < stepRows) break;
    }
  }
  if (removed > 0) {
    await transaction((tx) =>
      recordAudit(tx, systemActor, {
        action: "audit.retired",
        targetKind: "audit",
        targetId: null,
        detail: { removed, days },
      }),
    );
    await sealChains({ witnessFile, full: true });
    await transaction((tx) => removeSeals(tx, nowMs));
  }
  return { removed, refused: null };
}

const dayMs = 86_400_000;

async function chainsDue(
  tx: Tx,
  days: Record<AuditClass, number>,
  nowMs: number,
): Promise<{ chain: number; cutoff: Date }[]> {
  const due: { chain: number; cutoff: Date }[] = [];
  for (const [name, count] of Object.entries(days)) {
    const cutoff = new Date(nowMs - count * dayMs);
    const rows = await tx.rows<{ chain: number }>(
      `SELECT c.chain FROM audit_chain c JOIN audit_entry e ON e.chain = c.chain AND e.seq = c.anchor_seq + 1
       WHERE c.class = $1 AND e.at < $2`,
      [name, cutoff],
    );
    due.push(...rows.map(({ chain }) => ({ chain, cutoff })));
  }
  return due;
}

/** Removes what is old at the beginning of a chain, and signs where it begins now. */
async function removePrefix(
  tx: Tx,
  chain: number,
  cutoff: Date,
): Promise<{ removed: number; seal: { seq: number; mac: string } | null }> {
  await tx.row("SELECT pg_advisory_xact_lock($1), pg_advisory_xact_lock($2)", [removalLock, sealLock]);
  // Writers lock a head only until their commit; new ones skip it meanwhile.
  const head = await tx.row<{ anchor: string }>(
    "SELECT anchor_seq AS anchor FROM audit_chain WHERE chain = $1 FOR UPDATE",
    [chain],
  );
  const point = await tx.row<{ seq: string; hash: Buffer }>(
    `SELECT seq, hash FROM audit_entry WHERE chain = $1 AND seq > $2 AND seq <= $2 + $4
       AND seq < coalesce((SELECT min(seq) FROM audit_entry WHERE chain = $1 AND at >= $3), 9223372036854775807)
     ORDER BY seq DESC LIMIT 1`,
    [chain, head?.anchor ?? 0, cutoff, stepRows],
  );
  if (!point) return { removed: 0, seal: null };
  await tx.run("SELECT audit_maintenance(true)");
  await tx.run("UPDATE audit_chain SET anchor_seq = $2, anchor_hash = $3 WHERE chain = $1", [
    chain,
    point.seq,
    point.hash,
  ]);
  const removed = await tx.run("DELETE FROM audit_entry WHERE chain = $1 AND seq <= $2", [chain, point.seq]);
  await tx.run("SELECT audit_maintenance(false)");
  const { last } = await readState(tx);
  const anchors = new Map([[chain, { seq: Number(point.seq), hash: point.hash.toString("hex") }]]);
  const seal = await appendSeal(tx, last, { isFull: false, says: { heads: new Map(), anchors } });
  return { removed, seal };
}

async function removeSeals(tx: Tx, nowMs: number): Promise<void> {
  await tx.row("SELECT pg_advisory_xact_lock($1), pg_advisory_xact_lock($2)", [removalLock, sealLock]);
  await tx.run("SELECT audit_maintenance(true)");
  await tx.run("DELETE FROM audit_seal WHERE seq < (SELECT max(seq) FROM audit_seal WHERE is_full AND at < $1)", [
    new Date(nowMs - sealDays * dayMs),
  ]);
  await tx.run("SELECT audit_maintenance(false)");
}
