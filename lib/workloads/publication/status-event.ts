import { z } from "zod";
import type { Tx } from "@/lib/db/transaction";
import { defineEvent } from "@/lib/events/define-event";
import { emitEvent } from "@/lib/events/emit-event";
import type { Resource } from "../runs/resource-kind";

/** The state that browsers see has changed; `deleted` is the last one. */
export const workloadStatusChanged = defineEvent({
  name: "workload.status_changed",
  schema: z.object({ id: z.string(), kind: z.string(), ownerId: z.string(), status: z.string(), at: z.iso.datetime() }),
  subjectOf: ({ id }) => id,
});

/** Reports the state in the transaction that sets it, so that browsers learn of it whatever happens to the process. */
export async function emitStatus(tx: Tx, { id, kind, ownerId }: Resource, status: string): Promise<void> {
  await emitEvent(tx, workloadStatusChanged, { id, kind, ownerId, status, at: new Date().toISOString() });
}
