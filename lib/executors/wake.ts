import { notifyEach } from "@/lib/db/notify.sql";
import type { Sql } from "@/lib/db/transaction";

/** NOTIFY channel that wakes the long polls of an executor; the payload is its id. */
export const executorWakeChannel = "lightnode_executor";

/** Wakes long polls of these executors in every process when the transaction commits. */
export async function wakeExecutors(db: Sql, executorIds: readonly string[]): Promise<void> {
  await db.run(notifyEach, [executorWakeChannel, executorIds]);
}
