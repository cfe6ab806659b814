import { narrow, statement } from "@/lib/db/statement";
import type { NewExecutor } from "@/lib/executors/contract";

export const forgetSecrets = statement({
  reason: "A scheduled job of an idle worker.",
  text: `
    UPDATE executor_batch SET csv_sealed = NULL,
      error = 'Nobody took the secrets within a day; give the executors new ones.'
    WHERE csv_sealed IS NOT NULL AND finished_at < now() - interval '1 day'`,
});

export const purgeOldBatches = statement({
  reason: "A scheduled job of an idle worker.",
  text: "DELETE FROM executor_batch WHERE created_at < now() - interval '30 days'",
});

export const listDueBatches = statement({
  reason: "Runs every second in each worker.",
  text: `
    SELECT id FROM executor_batch WHERE state = 'queued' OR (state = 'running' AND held_until < now()) ORDER BY id
      LIMIT 5`,
  columns: {
    id: "text",
  },
});

export const claimBatch = statement({
  reason: "Claims the batch by the clock of the database.",
  text: `
    UPDATE executor_batch SET state = 'running', made = 0, held_until = now() + interval '30 seconds'
    WHERE id = $1 AND (state = 'queued' OR (state = 'running' AND held_until < now()))
    RETURNING owner_id AS "ownerId", inputs`,
  columns: {
    ownerId: "text",
    inputs: narrow<NewExecutor[]>("jsonb"),
  },
});

export const renewBatch = statement({
  reason: "Uses the clock of the database, as the claim does.",
  text: `
    UPDATE executor_batch SET made = $2, held_until = now() + interval '30 seconds' WHERE id = $1
      AND state = 'running'`,
});

export const lockRunningBatch = statement({
  reason: "Locks the row.",
  text: "SELECT 1 FROM executor_batch WHERE id = $1 AND state = 'running' FOR UPDATE",
  columns: {
    "?column?": "int4",
  },
});

export const lockSecrets = statement({
  reason: "Locks the row.",
  text: 'SELECT state, csv_sealed AS "csvSealed" FROM executor_batch WHERE id = $1 AND owner_id = $2 FOR UPDATE',
  columns: { state: "text", csvSealed: "text?" },
});
