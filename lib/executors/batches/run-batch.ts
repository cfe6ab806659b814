import { type Actor, systemActor } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import { fieldCipher } from "@/lib/core/field-cipher";
import { sql, type Tx, transaction } from "@/lib/db/transaction";
import type { NewExecutor } from "../contract";
import { insertExecutor } from "../create-executor";
import { hashExecutorSecret, makeExecutorSecret } from "../keys";
import { csvColumn, secretsCsv } from "./batch-csv";

type Claimed = { ownerId: string; inputs: NewExecutor[] };
type Made = { secret: string; secretHash: string };

/** Runs the batches that wait, and those whose worker was lost; batches that run elsewhere are skipped. */
export async function runBatches(): Promise<void> {
  const rows = await sql().rows<{ id: string }>(
    "SELECT id FROM executor_batch WHERE state = 'queued' OR (state = 'running' AND held_until < now()) ORDER BY id LIMIT 5",
    [],
  );
  for (const { id } of rows) await runBatch(id);
}

/**
 * Hashes first, in the time it takes; then makes all executors in one transaction. A second run finds nothing to do.
 */
export async function runBatch(id: string): Promise<void> {
  const claimed = await sql().row<Claimed>(
    `UPDATE executor_batch SET state = 'running', made = 0, held_until = now() + interval '30 seconds'
     WHERE id = $1 AND (state = 'queued' OR (state = 'running' AND held_until < now()))
     RETURNING owner_id AS "ownerId", inputs`,
    [id],
  );
  if (!claimed) return;
  try {
    const made = await makeSecrets(id, claimed.inputs.length);
    await transaction((tx) => makeAll(tx, id, claimed, made));
  } catch (error) {
    // A temporary failure (database, restart) leaves the batch to the next round.
    if (!(error instanceof AppError) || error.status >= 500) throw error;
    await sql().run(
      "UPDATE executor_batch SET state = 'failed', error = $2, finished_at = now() WHERE id = $1 AND state = 'running'",
      [id, error.message],
    );
  }
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
    await sql().run(
      "UPDATE executor_batch SET made = $2, held_until = now() + interval '30 seconds' WHERE id = $1 AND state = 'running'",
      [id, Math.min(made.length, count)],
    );
  }
  return made.slice(0, count);
}

async function makeAll(tx: Tx, id: string, { ownerId, inputs }: Claimed, made: Made[]): Promise<void> {
  const locked = await tx.row("SELECT 1 FROM executor_batch WHERE id = $1 AND state = 'running' FOR UPDATE", [id]);
  // Another worker was faster, or the owner was deleted.
  if (!locked) return;
  const actor: Actor = { ...systemActor, userId: ownerId };
  const ids: string[] = [];
  for (const [index, input] of inputs.entries()) {
    const secretHash = made[index]?.secretHash ?? "";
    ids.push(await insertExecutor(tx, actor, ownerId, { ...input, secretHash }));
  }
  const rows = await tx.rows<{ key: string }>(
    "SELECT key_id AS key FROM executor WHERE id = ANY($1) ORDER BY array_position($1, id)",
    [ids],
  );
  const secrets = inputs.map(({ name }, index) => {
    return { name, key: rows[index]?.key ?? "", secret: made[index]?.secret ?? "" };
  });
  const sealed = fieldCipher().encrypt(secretsCsv(secrets), csvColumn, id);
  await tx.run(
    "UPDATE executor_batch SET state = 'done', made = total, csv_sealed = $2, finished_at = now() WHERE id = $1",
    [id, sealed],
  );
}
