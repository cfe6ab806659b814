import { transaction } from "@/lib/db/transaction";
import { rollUpTenMinutes } from "./archive.sql";

const widthMs = 10 * 60_000;

/**
 * The ten minutes that ended within the last half hour, of every subject. Later samples are added when their hour is closed
 * (seal-hours.ts).
 */
export async function rollUp(nowMs = Date.now()): Promise<void> {
  const until = Math.floor(nowMs / widthMs) * widthMs;
  const span = [new Date(until - 3 * widthMs), new Date(until)];
  // In a transaction, which is repeated: making partitions locks the same tables in another order.
  await transaction((tx) => tx.run(rollUpTenMinutes, span));
}
