import type { Sql } from "@/lib/db/transaction";

/** Channel of NOTIFY that wakes what waits for an executor; the payload is its id. */
export const executorWakeChannel = "lightnode_executor";

/** Wakes long polls of this executor in every process when the transaction commits. */
export async function wakeExecutor(db: Sql, executorId: string): Promise<void> {
  await db.rows("SELECT pg_notify($1, $2)", [executorWakeChannel, executorId], "executor_notify");
}
