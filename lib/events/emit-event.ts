import type { Tx } from "@/lib/db/transaction";
import type { EventDefinition } from "./define-event";

/** Channel of NOTIFY that wakes the relays when the transaction commits. */
export const outboxChannel = "lightnode_outbox";

/** Writes an event in the caller's transaction: it is handled if, and only if, the transaction commits. */
export async function emitEvent<T>(tx: Tx, definition: EventDefinition<T>, payload: T): Promise<void> {
  await tx.rows(
    `WITH written AS (INSERT INTO outbox_event (name, subject, payload) VALUES ($1, $2, $3))
     SELECT pg_notify($4, '')`,
    [definition.name, definition.subjectOf(payload), JSON.stringify(payload), outboxChannel],
    "outbox_emit",
  );
}
