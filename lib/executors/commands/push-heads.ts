import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "@/lib/db/transaction";
import { executorChannel } from "@/lib/realtime/contract";
import { executorPublisher } from "../executor-publisher";
import { wakeExecutors } from "../wake";
import { type CommandRow, commandColumns, deliveredOf, pushOf } from "./rows";

/** Of each executor the first command that it has not acknowledged, so that none overtakes another. */
const take = (which: string, limit: number) => `
  WITH due AS (
    SELECT c.id FROM executor_command c JOIN executor e ON e.id = c.executor_id
    WHERE ${which} c.finished_at IS NULL AND c.state IN ('queued', 'delivered') AND c.next_push_at <= now()
      AND c.expires_at > now() AND e.revoked_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM executor_command b WHERE b.executor_id = c.executor_id AND b.seq < c.seq
                        AND b.finished_at IS NULL AND b.state IN ('queued', 'delivered') AND b.expires_at > now())
    ORDER BY c.next_push_at LIMIT ${limit} FOR UPDATE OF c SKIP LOCKED)
  UPDATE executor_command c SET attempts = attempts + 1,
    next_push_at = now() + make_interval(secs => least(60, power(2, least(attempts + 1, 6))))
  FROM due WHERE c.id = due.id RETURNING ${commandColumns}`;
/**
 * Executors that get a command of a fleet per second: each answers twice at once, and a thousand answers would block
 * pages. More than a few are left to the worker, which pushes in rounds.
 */
const pushesPerSecond = 100;
export const pushedAtOnce = 10;
const pauseMs = 80;
const takeOfThese = take("c.executor_id = ANY($1) AND", pushedAtOnce);
const takeOfAll = take("", pushesPerSecond);

/**
 * Pushes what is due for these executors (which says nothing about whether it arrives: the acknowledgement does), to
 * `pushedAtOnce` of them at most. One statement takes it (any number of processes may run it), counts the attempt and
 * sets when to try again: 2, 4, 8 … 60 s later, until it is acknowledged or expires. Returns how many were pushed.
 */
export async function pushHeads(executorIds: readonly string[]): Promise<number> {
  return push(await sql().rows<CommandRow>(takeOfThese, [executorIds], "executor_push_heads"));
}

/** The same for every push that is due, evenly over most of a second. */
export async function pushAllHeads(): Promise<number> {
  const rows = await sql().rows<CommandRow>(takeOfAll);
  for (let from = 0; from < rows.length; from += pushedAtOnce) {
    if (from > 0) await sleep(pauseMs);
    await push(rows.slice(from, from + pushedAtOnce));
  }
  return rows.length;
}

async function push(rows: readonly CommandRow[]): Promise<number> {
  if (rows.length === 0) return 0;
  const eventOf = (row: CommandRow) => ({
    channel: executorChannel(row.executorId),
    name: "executor.command",
    data: pushOf(deliveredOf(row)),
  });
  const ids = rows.map(({ executorId }) => executorId);
  await Promise.all([wakeExecutors(sql(), ids), executorPublisher().publishEach(rows.map(eventOf))]);
  return rows.length;
}
