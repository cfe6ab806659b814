import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "@/lib/db/transaction";
import { executorChannel } from "@/lib/realtime/contract";
import { executorPublisher } from "../../publication/executor-publisher";
import { wakeExecutors } from "../../publication/wake";
import { takeAllHeads, takeHeadsOf } from "../commands.sql";
import { type CommandRow, deliveredOf, pushOf } from "../rows";

/**
 * Executors that get a command of a fleet per second: each answers twice at once, and a thousand answers would block
 * pages. More than a few are left to the worker, which pushes in rounds.
 */
const pushesPerSecond = 100;
export const pushedAtOnce = 10;
const pauseMs = 80;

/**
 * Pushes what is due for these executors (which says nothing about whether it arrives: the acknowledgement does), to
 * `pushedAtOnce` of them at most. One statement takes it (any number of processes may run it), counts the attempt and
 * sets when to try again: 2, 4, 8 … 60 s later, until it is acknowledged or expires. Returns how many were pushed.
 */
export async function pushHeads(executorIds: readonly string[]): Promise<number> {
  return push(await sql().rows(takeHeadsOf, [executorIds, pushedAtOnce]));
}

/** The same for every push that is due, evenly over most of a second. */
export async function pushAllHeads(): Promise<number> {
  const rows = await sql().rows(takeAllHeads, [pushesPerSecond]);
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
