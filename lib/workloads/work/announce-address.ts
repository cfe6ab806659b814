import { formatAddress } from "@/lib/core/units";
import { transaction } from "@/lib/db/transaction";
import { homePortsOf } from "@/lib/nodes/ports";
import { recordEvent } from "../runs";
import type { RunContext } from "../workload-definition";
import { showAnnounced } from "./announced-address";

/**
 * Records when the address that clients use differs from the last one announced: in the timeline, on the page and by
 * what the kind adds (a mail), in one transaction.
 */
export async function announceAddress({ definition, workload, run }: RunContext): Promise<void> {
  await transaction(async (tx) => {
    const row = await tx.row<{ host: string; port: number; announced: string | null }>(
      `SELECT public_address AS host, main_port AS port, announced_address AS announced
       FROM workload WHERE id = $1 AND main_port IS NOT NULL FOR UPDATE`,
      [workload.id],
    );
    if (!row) return;
    // As the database writes it when a workload is created.
    const now = `${row.host}:${row.port}`;
    if (row.announced === now) return;
    await tx.run(
      `UPDATE workload SET announced_address = $2, previous_address = announced_address,
         address_changed_at = CASE WHEN announced_address IS NULL THEN NULL ELSE now() END WHERE id = $1`,
      [workload.id, now],
    );
    if (row.announced === null) return;
    const comesBack = (await homePortsOf(tx, workload.id)).length > 0;
    const before = showAnnounced(row.announced);
    const after = formatAddress(row.host, row.port);
    const note = `Another program uses the old port; when it is free, a later start of the ${definition.noun} uses it again.`;
    await recordEvent(tx, {
      resourceId: workload.id,
      runId: run.id,
      step: "address",
      status: "changed",
      message: `The address was ${before} and is ${after} now.${comesBack ? ` ${note}` : ""}`,
    });
    await definition.onAddressChanged?.(tx, workload, { before, after, comesBack });
  });
}
