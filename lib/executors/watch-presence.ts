import { transaction } from "@/lib/db/transaction";
import type { Presence } from "./contract";
import { presenceMessage, presenceSql } from "./presence";
import { publishExecutorChanged } from "./publish-executor-changed";
import { recordEvent } from "./timeline";

type Changed = { id: string; ownerId: string; before: Presence; now: Presence };

/**
 * Detects executors that fell silent (heartbeats detect those that came back), records it in the timeline and notifies
 * the owner. Any number of workers may do this; each change is recorded once. Returns how many changed.
 */
export async function watchPresence(): Promise<number> {
  const changed = await transaction(async (tx) => {
    const rows = await tx.rows<Changed>(
      `WITH seen AS (
         SELECT e.id, e.told_presence AS before, ${presenceSql} AS now FROM executor e
         WHERE e.told_presence NOT IN ('never', 'revoked') AND e.revoked_at IS NULL
           AND e.told_presence <> ${presenceSql} LIMIT 500 FOR UPDATE SKIP LOCKED)
       UPDATE executor e SET told_presence = seen.now FROM seen WHERE e.id = seen.id
       RETURNING e.id, e.owner_id AS "ownerId", seen.before, seen.now`,
      [],
    );
    for (const { id, before, now } of rows) await recordEvent(tx, id, `presence.${now}`, presenceMessage(before, now));
    return rows;
  });
  for (const { id, ownerId } of changed) publishExecutorChanged(id, ownerId, "presence");
  return changed.length;
}
