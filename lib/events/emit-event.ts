import type { Tx } from "@/lib/db/transaction";
import type { EventDefinition } from "./define-event";
import { insertEvent } from "./outbox.sql";

/** Channel of NOTIFY that wakes the relays when the transaction commits. */
export const outboxChannel = "lightnode_outbox";

/** Writes an event in the caller's transaction: it is handled if, and only if, the transaction commits. */
export async function emitEvent<T>(tx: Tx, definition: EventDefinition<T>, payload: NoInfer<T>): Promise<void> {
  const values = [definition.name, definition.subjectOf(payload), JSON.stringify(payload), outboxChannel];
  await tx.rows(insertEvent, values);
}
