import { narrow, statement } from "@/lib/db/statement";
import { expired, rowLock } from "@/lib/db/statement-kinds.sql";
import type { NewExecutor } from "@/lib/executors/contract";

export const purgeOldBatches = expired("executor_batch", "created_at", "30 days");

export const renewBatch = statement({
  reason: "Uses the clock of the database, as the claim does.",
  text: `
    UPDATE executor_batch SET made = $2, held_until = now() + interval '30 seconds' WHERE id = $1
      AND state = 'running'`,
});

export const lockBatch = rowLock("executor_batch");

/** $1: only this one; null: the next that is due. */
export const claimBatch = statement({
  reason: "Runs every second in each worker; claims the batch by the clock of the database.",
  text: `
    UPDATE executor_batch SET state = 'running', made = 0, held_until = now() + interval '30 seconds'
    WHERE id = (
      SELECT id FROM executor_batch
      WHERE ($1::text IS NULL OR id = $1) AND (state = 'queued' OR (state = 'running' AND held_until < now()))
      ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id, owner_id AS "ownerId", inputs`,
  columns: { id: "text", ownerId: "text", inputs: narrow<NewExecutor[]>("jsonb") },
});
