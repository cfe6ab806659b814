import { transaction } from "@/lib/db/transaction";
import { publishExecutorChanged } from "../publication/publish-executor-changed";
import { markSilent } from "./heartbeat.sql";
import { presenceMessage } from "./presence";
import { recordEvent } from "./timeline";

/**
 * Detects executors that fell silent (heartbeats detect those that came back), records it in the timeline and notifies
 * the owner. Any number of workers may do this; each change is recorded once. Returns how many changed.
 */
export async function watchPresence(): Promise<number> {
  const changed = await transaction(async (tx) => {
    const rows = await tx.rows(markSilent);
    for (const { id, before, now } of rows) await recordEvent(tx, id, `presence.${now}`, presenceMessage(before, now));
    return rows;
  });
  for (const { id, ownerId } of changed) publishExecutorChanged(id, ownerId, "presence");
  return changed.length;
}
