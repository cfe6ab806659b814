import { systemActor } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record-audit";
import { encryptedColumns } from "@/lib/core/encryption/encrypted-columns";
import { keyRing } from "@/lib/core/encryption/field-cipher";
import type { Row } from "@/lib/db/statement";
import { type Tx, transaction } from "@/lib/db/transaction";
import { countRowsByKey } from "../count-rows";
import { followActiveKey, noteKeys } from "../follow-keys";
import { putFirstInRingFile, ringFile } from "../ring-file";
import { reencryptBatch } from "./reencrypt-batch";
import { lockRotation } from "./rotation.sql";
import type { ColumnProgress, RotationProgress } from "./rotation-progress";
import { listRunningProcesses } from "./running-processes";

export type RotationStep =
  /** Nothing to do: no rotation, or another process works on it. */
  | "idle"
  /** A part was done and more is left. */
  | "more"
  /** It waits for other processes, or for rows that are being written. */
  | "waiting"
  | "finished";

type RotationRow = Row<typeof lockRotation>;

/**
 * One step of the current rotation, in one transaction: the key is activated once every running process knows
 * it; then one batch of rows; at the end, when all processes write with the new key and no row names another, it is
 * finished. After a kill the next step continues from the cursor.
 */
export async function stepRotation(): Promise<RotationStep> {
  const step = await transaction(async (tx) => {
    const rotation = await tx.row(lockRotation);
    if (!rotation) return { result: "idle" as const, activated: null };
    if (rotation.state === "distributing") return activateWhenKnown(tx, rotation);
    // A process that has not yet switched to the new key must not write the old one back.
    await followActiveKey();
    return { result: await reencryptNext(tx, rotation), activated: null };
  });
  if (step.activated) {
    const file = ringFile();
    if (file) putFirstInRingFile(file, step.activated);
    await followActiveKey();
  }
  return step.result;
}

/** Rows of processes that ended without removing theirs. */
const forgottenMs = 3_600_000;

async function activateWhenKnown(
  tx: Tx,
  rotation: RotationRow,
): Promise<{ result: RotationStep; activated: string | null }> {
  const { id, toKey } = rotation;
  const processes = await listRunningProcesses(tx);
  await tx.prisma.encryptionProcess.deleteMany({ where: { seenAt: { lt: new Date(Date.now() - forgottenMs) } } });
  const missing = processes.filter(({ keys }) => !keys.includes(toKey));
  const ignorant = keyRing().has(toKey)
    ? missing.map((row) => row.id)
    : ["this process", ...missing.map((row) => row.id)];
  if (ignorant.length > 0) {
    await note(tx, id, `Waits until these processes know the key ${toKey}: ${ignorant.join(", ")}.`);
    return { result: "waiting", activated: null };
  }
  await noteKeys(tx, [toKey]);
  await tx.prisma.encryptionKey.updateMany({ where: { state: "active" }, data: { state: "retiring" } });
  await tx.prisma.encryptionKey.updateMany({
    where: { id: toKey },
    data: { state: "active", activatedAt: new Date() },
  });
  await tx.prisma.encryptionRotation.updateMany({
    where: { id },
    data: {
      state: "reencrypting",
      activatedAt: new Date(),
      note: null,
      progress: await firstProgress(tx, toKey),
    },
  });
  await recordAudit(tx, systemActor, {
    action: "encryption.key_activated",
    targetKind: "encryption_key",
    targetId: toKey,
  });
  return { result: "more", activated: toKey };
}

const note = (tx: Tx, id: string, text: string | null) =>
  tx.prisma.encryptionRotation.updateMany({ where: { id }, data: { note: text } });

async function firstProgress(tx: Tx, toKey: string): Promise<RotationProgress> {
  const counts = await countRowsByKey(tx);
  return Object.fromEntries(
    counts.map(({ label, keys }) => {
      const total = Object.entries(keys).reduce((sum, [key, rows]) => sum + (key === toKey ? 0 : rows), 0);
      return [label, { cursor: null, ended: false, done: 0, total, failed: [] }];
    }),
  );
}

const fresh: ColumnProgress = { cursor: null, ended: false, done: 0, total: 0, failed: [] };

async function reencryptNext(tx: Tx, rotation: RotationRow): Promise<RotationStep> {
  const { id, toKey, progress } = rotation;
  const column = encryptedColumns.find(({ label }) => !progress[label]?.ended);
  if (!column) return endPass(tx, rotation);
  const before = progress[column.label] ?? fresh;
  const after = before.cursor ?? column.keys.map(() => "");
  const { cursor, done, failed } = await reencryptBatch(tx, column, { toKey, after });
  const now: ColumnProgress = {
    ...before,
    cursor,
    ended: cursor === null,
    done: before.done + done,
    failed: [...new Set([...before.failed, ...failed])].slice(0, 20),
  };
  await tx.prisma.encryptionRotation.updateMany({
    where: { id },
    data: { progress: { ...progress, [column.label]: now } },
  });
  return "more";
}

/**
 * All columns were processed: finished when no row is left and no process writes the old key any more, else one more
 * pass.
 */
async function endPass(tx: Tx, { id, toKey, progress, passes }: RotationRow): Promise<RotationStep> {
  const processes = await listRunningProcesses(tx);
  const late = processes.filter(({ activeKey }) => activeKey !== toKey);
  const counts = await countRowsByKey(tx);
  const left = counts.flatMap(({ label, keys }) =>
    Object.entries(keys).flatMap(([key, rows]) => (key === toKey ? [] : [`${rows} in ${label} on ${key}`])),
  );
  if (late.length > 0 || left.length > 0) {
    const again = Object.fromEntries(
      Object.entries(progress).map(([label, column]) => [label, { ...column, cursor: null, ended: false }]),
    );
    const failed = Object.values(progress).flatMap((column) => column.failed);
    const texts = [
      ...(late.length > 0
        ? [`These processes still write with the old key: ${late.map((row) => row.id).join(", ")}.`]
        : []),
      ...(left.length > 0 ? [`Left: ${left.join(", ")}.`] : []),
      ...(failed.length > 0 ? [`These values cannot be decrypted with any key: ${failed.join(", ")}.`] : []),
    ];
    await tx.prisma.encryptionRotation.updateMany({
      where: { id },
      data: { progress: again, passes: { increment: 1 } },
    });
    await note(tx, id, texts.join(" "));
    return "waiting";
  }
  await tx.prisma.encryptionRotation.updateMany({
    where: { id },
    data: { state: "finished", isCurrent: null, finishedAt: new Date(), note: null },
  });
  const done = Object.values(progress).reduce((sum, column) => sum + column.done, 0);
  await recordAudit(tx, systemActor, {
    action: "encryption.rotation_finished",
    targetKind: "encryption_key",
    targetId: toKey,
    detail: { values: done, passes: passes + 1 },
  });
  return "finished";
}
