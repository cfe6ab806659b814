import { sql } from "@/lib/db/transaction";
import { publishExecutorChanged } from "../publication/publish-executor-changed";
import { endOverdue } from "./commands.sql";

/**
 * Ends commands that were not acknowledged in time, and those acknowledged but never answered: a quarter of an hour
 * after expiry for an online executor, a day for an offline one (it may still send the result). No command stays open
 * for ever.
 */
export async function endCommands(): Promise<number> {
  const rows = await sql().rows(endOverdue);
  for (const [executorId, ownerId] of new Map(rows.map((row) => [row.executorId, row.ownerId]))) {
    publishExecutorChanged(executorId, ownerId, "command");
  }
  return rows.length;
}
