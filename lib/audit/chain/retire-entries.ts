import { systemActor } from "@/lib/access/actor";
import { env } from "@/lib/core/env";
import { keysOf } from "@/lib/core/records";
import { lockSubjectUntilCommit } from "@/lib/db/locks.sql";
import { type Tx, transaction } from "@/lib/db/transaction";
import type { AuditClass, Verification } from "../contract";
import { recordAudit } from "../record-audit";
import { listChainHeads, lockChainHead, setMaintenance } from "./chains.sql";
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
    const known = keysOf(days).find((auditClass) => auditClass === name);
    if (known) days[known] = Number(count);
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

/** No verification and no seal until the transaction ends. */
async function lockChains(tx: Tx): Promise<void> {
  await tx.row(lockSubjectUntilCommit, [removalLock]);
  await tx.row(lockSubjectUntilCommit, [sealLock]);
}

const dayMs = 86_400_000;

async function chainsDue(
  tx: Tx,
  days: Record<AuditClass, number>,
  nowMs: number,
): Promise<{ chain: number; cutoff: Date }[]> {
  const due: { chain: number; cutoff: Date }[] = [];
  const chains = await tx.rows(listChainHeads);
  for (const [name, count] of Object.entries(days)) {
    const cutoff = new Date(nowMs - count * dayMs);
    for (const { chain } of chains.filter((head) => head.class === name)) {
      if (await findRemovalPoint(tx, chain, cutoff, 1)) due.push({ chain, cutoff });
    }
  }
  return due;
}

/** The newest of the first `most` entries of a chain that, like all before it, is older than `cutoff`; null: none. */
async function findRemovalPoint(tx: Tx, chain: number, cutoff: Date, most: number) {
  const { anchorSeq } = await tx.prisma.auditChain.findUniqueOrThrow({ where: { chain }, select: { anchorSeq: true } });
  const young = await tx.prisma.auditEntry.findFirst({
    where: { chain, seq: { gt: anchorSeq }, at: { gte: cutoff } },
    orderBy: { seq: "asc" },
    select: { seq: true },
  });
  const point = await tx.prisma.auditEntry.findFirst({
    where: { chain, seq: { gt: anchorSeq, lte: anchorSeq + BigInt(most), ...(young?.seq ? { lt: young.seq } : {}) } },
    orderBy: { seq: "desc" },
    select: { seq: true, hash: true },
  });
  return point?.seq && point.hash ? { seq: point.seq, hash: point.hash } : null;
}

/** Removes what is old at the beginning of a chain, and signs where it begins now. */
async function removePrefix(
  tx: Tx,
  chain: number,
  cutoff: Date,
): Promise<{ removed: number; seal: { seq: number; mac: string } | null }> {
  await lockChains(tx);
  // Writers lock a head only until their commit; new ones skip it meanwhile.
  await tx.row(lockChainHead, [chain]);
  const point = await findRemovalPoint(tx, chain, cutoff, stepRows);
  if (!point) return { removed: 0, seal: null };
  await tx.row(setMaintenance, [true]);
  const { seq } = point;
  await tx.prisma.auditChain.update({
    where: { chain },
    data: { anchorSeq: seq, anchorHash: Uint8Array.from(point.hash) },
    select: { chain: true },
  });
  const { count: removed } = await tx.prisma.auditEntry.deleteMany({ where: { chain, seq: { lte: seq } } });
  await tx.row(setMaintenance, [false]);
  const { last } = await readState(tx);
  const anchors = new Map([[chain, { seq: Number(point.seq), hash: Buffer.from(point.hash).toString("hex") }]]);
  const seal = await appendSeal(tx, last, { isFull: false, says: { heads: new Map(), anchors } });
  return { removed, seal };
}

async function removeSeals(tx: Tx, nowMs: number): Promise<void> {
  await lockChains(tx);
  await tx.row(setMaintenance, [true]);
  const full = await tx.prisma.auditSeal.findFirst({
    where: { isFull: true, at: { lt: new Date(nowMs - sealDays * dayMs) } },
    orderBy: { seq: "desc" },
    select: { seq: true },
  });
  if (full) await tx.prisma.auditSeal.deleteMany({ where: { seq: { lt: full.seq } } });
  await tx.row(setMaintenance, [false]);
}
