import { sql } from "@/lib/db/transaction";
import { executorErrors } from "../errors";
import type { DeliveredCommand } from "./contract";
import { ExecutorListener } from "./executor-listener";
import { type CommandRow, commandColumns, deliveredOf } from "./rows";

const listener = new ExecutorListener();

/** Programs read answers up to a size; one command has 180 kB at most. */
const pageBytes = 1_000_000;

/** What waits for the executor, in its order: not yet acknowledged, after `after`; at least one if there is any. */
async function readPending(executorId: string, after: number): Promise<DeliveredCommand[]> {
  const rows = await sql().rows<CommandRow>(
    `WITH page AS (
       SELECT *, sum(octet_length(payload::text)) OVER (ORDER BY seq) - octet_length(payload::text) AS before FROM (
         SELECT * FROM executor_command
         WHERE executor_id = $1 AND seq > $2 AND finished_at IS NULL AND state IN ('queued', 'delivered') AND expires_at > now()
         ORDER BY seq LIMIT 50) waiting)
     SELECT ${commandColumns} FROM page c WHERE c.before < $3 ORDER BY c.seq`,
    [executorId, after, pageBytes],
    "executor_pending",
  );
  await noteHandedOut(rows.filter(({ state }) => state === "queued"));
  return rows.map(deliveredOf);
}

/** A caller who asked for commands has received them; a pushed command may have been lost. */
async function noteHandedOut(rows: readonly CommandRow[]): Promise<void> {
  if (rows.length === 0) return;
  await sql().run(
    `UPDATE executor_command SET state = 'delivered', delivered_at = coalesce(delivered_at, now())
     WHERE id = ANY($1) AND state = 'queued'`,
    [rows.map(({ id }) => id)],
  );
}

async function isRevoked(executorId: string): Promise<boolean> {
  const row = await sql().row("SELECT 1 FROM executor WHERE id = $1 AND revoked_at IS NULL", [executorId]);
  return row === null;
}

/**
 * The list, at once when there is something, else as soon as there is, or empty after `waitSeconds`. Waiting costs no
 * database connection of its own. Ends with `executor_revoked` when the executor is revoked meanwhile.
 */
export async function pendingCommands(
  executorId: string,
  { wait, after }: { wait: number; after: number },
  signal: AbortSignal,
): Promise<DeliveredCommand[]> {
  if (wait === 0) return readPending(executorId, after);
  const deadline = Date.now() + wait * 1000;
  for (;;) {
    // Listen before the query: what is announced in between is not missed.
    const waiting = await listener.listen(executorId);
    try {
      const found = await readPending(executorId, after);
      const leftMs = deadline - Date.now();
      if (found.length > 0 || leftMs <= 0 || signal.aborted) return found;
      const woken = await waiting.wait(leftMs, signal);
      if (woken && (await isRevoked(executorId))) throw executorErrors.executor_revoked();
    } finally {
      waiting.stop();
    }
  }
}
