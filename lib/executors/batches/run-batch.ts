import { type Actor, systemActor } from "@/lib/access/actor";
import { fieldCipher } from "@/lib/core/encryption/field-cipher";
import { AppError } from "@/lib/core/errors";
import { sql, type Tx, transaction } from "@/lib/db/transaction";
import type { NewExecutor } from "../contract";
import { insertExecutor } from "../create-executor";
import { hashExecutorSecret, makeExecutorSecret } from "../credentials/keys";
import { csvColumn, secretsCsv } from "./batch-csv";
import { claimBatch, lockBatch, renewBatch } from "./batches.sql";

type Claimed = { ownerId: string; inputs: NewExecutor[] };
type Made = { secret: string; secretHash: string };

const batchesAtOnce = 5;

/** Runs the batches that wait, and those whose worker was lost; batches that run elsewhere are skipped. */
export async function runBatches(): Promise<void> {
  for (let ran = 0; ran < batchesAtOnce; ran++) if (!(await runBatch(null))) return;
}

/**
 * The batch of this id, or the next that is due; false: there is none. Hashes first, in the time it takes; then makes
 * all executors in one transaction. A second run finds nothing to do.
 */
export async function runBatch(only: string | null): Promise<boolean> {
  const claimed = await sql().row(claimBatch, [only]);
  if (!claimed) return false;
  const { id } = claimed;
  try {
    const made = await makeSecrets(id, claimed.inputs.length);
    await transaction((tx) => makeAll(tx, id, claimed, made));
  } catch (error) {
    // A temporary failure (database, restart) leaves the batch to the next round.
    if (!(error instanceof AppError) || error.status >= 500) throw error;
    await sql().prisma.executorBatch.updateMany({
      where: { id, state: "running" },
      data: { state: "failed", error: error.message, finishedAt: new Date() },
    });
  }
  return true;
}

/** Two at a time, so that executors can sign in meanwhile. */
async function makeSecrets(id: string, count: number): Promise<Made[]> {
  const made: Made[] = [];
  const one = async () => {
    const secret = makeExecutorSecret();
    return { secret, secretHash: await hashExecutorSecret(secret) };
  };
  while (made.length < count) {
    made.push(...(await Promise.all([one(), one()])));
    if (made.length % 20 > 1) continue;
    await sql().run(renewBatch, [id, Math.min(made.length, count)]);
  }
  return made.slice(0, count);
}

async function makeAll(tx: Tx, id: string, { ownerId, inputs }: Claimed, made: Made[]): Promise<void> {
  await tx.row(lockBatch, [id]);
  // Another worker was faster, or the owner was deleted.
  if ((await tx.prisma.executorBatch.count({ where: { id, state: "running" } })) === 0) return;
  const actor: Actor = { ...systemActor, userId: ownerId };
  const ids: string[] = [];
  for (const [index, input] of inputs.entries()) {
    const secretHash = made[index]?.secretHash ?? "";
    ids.push(await insertExecutor(tx, actor, ownerId, { ...input, secretHash }));
  }
  const rows = await tx.prisma.executor.findMany({ where: { id: { in: ids } }, select: { id: true, keyId: true } });
  const keys = new Map(rows.map((row) => [row.id, row.keyId]));
  const secrets = inputs.map(({ name }, index) => {
    return { name, key: keys.get(ids[index] ?? "") ?? "", secret: made[index]?.secret ?? "" };
  });
  const sealed = fieldCipher().encrypt(secretsCsv(secrets), csvColumn, id);
  await tx.prisma.executorBatch.updateMany({
    where: { id },
    data: { state: "done", made: inputs.length, csvSealed: sealed, finishedAt: new Date() },
  });
}
