import { sql } from "@/lib/db/transaction";
import { publishExecutorChanged } from "../publish-executor-changed";

type Ended = { executorId: string; ownerId: string };

/**
 * Ends commands that were not acknowledged in time, and those acknowledged but never answered: a quarter of an hour
 * after expiry for an online executor, a day for an offline one (it may still send the result). No command stays open
 * for ever.
 */
export async function endCommands(): Promise<number> {
  const rows = await sql().rows<Ended>(
    `UPDATE executor_command c SET finished_at = now(),
       state = CASE WHEN c.state IN ('queued', 'delivered') THEN 'expired' ELSE 'failed' END,
       error = CASE WHEN c.state IN ('queued', 'delivered') THEN 'It was not acknowledged in time.'
                    ELSE 'The executor took it and never reported how it ended.' END
     FROM executor e
     WHERE c.finished_at IS NULL AND e.id = c.executor_id AND c.expires_at <= now() AND (
       c.state IN ('queued', 'delivered')
       OR (c.expires_at < now() - interval '15 minutes' AND c.acked_at < now() - interval '15 minutes'
           AND e.last_seen_at > now() - interval '1 minute')
       OR (c.expires_at < now() - interval '1 day' AND c.acked_at < now() - interval '1 day'))
     RETURNING c.executor_id AS "executorId", e.owner_id AS "ownerId"`,
    [],
  );
  for (const [executorId, ownerId] of new Map(rows.map((row) => [row.executorId, row.ownerId]))) {
    publishExecutorChanged(executorId, ownerId, "command");
  }
  return rows.length;
}
