import { sql } from "@/lib/db/transaction";
import { executorErrors } from "../errors";
import { findUnrevoked, readPage } from "./commands.sql";
import type { DeliveredCommand } from "./contract";
import { ExecutorListener } from "./executor-listener";
import { deliveredOf } from "./rows";

const listener = new ExecutorListener();

/** Programs read answers up to a size; one command has 180 kB at most. */
const pageBytes = 1_000_000;

/**
 * What waits for the executor, in its order: not yet acknowledged, after `after`; at least one if there is any. It counts
 * as delivered: a caller who asked for commands has received them, while a pushed command may have been lost.
 */
async function readPending(executorId: string, after: number): Promise<DeliveredCommand[]> {
  const rows = await sql().rows(readPage, [executorId, after, pageBytes]);
  return rows.map(deliveredOf);
}

async function isRevoked(executorId: string): Promise<boolean> {
  const row = await sql().row(findUnrevoked, [executorId]);
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
