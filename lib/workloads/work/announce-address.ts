import { formatAddress } from "@/lib/core/units";
import { transaction } from "@/lib/db/transaction";
import { homePortsOf } from "@/lib/nodes/ports/ports";
import { recordEvent } from "../runs/runs";
import type { RunContext } from "../workload-definition";
import { lockWorkload } from "../workloads.sql";
import { showAnnounced } from "./announced-address";

/**
 * Records when the address that clients use differs from the last one announced: in the timeline, on the page and by
 * what the kind adds (a mail), in one transaction.
 */
export async function announceAddress({ definition, workload, run }: RunContext): Promise<void> {
  await transaction(async (tx) => {
    await tx.row(lockWorkload, [workload.id]);
    const row = await tx.prisma.workload.findUnique({
      where: { id: workload.id },
      select: { publicAddress: true, mainPort: true, announcedAddress: true },
    });
    if (!row?.publicAddress || row.mainPort === null) return;
    const { publicAddress: host, mainPort: port, announcedAddress: announced } = row;
    // As the database writes it when a workload is created.
    const now = `${host}:${port}`;
    if (announced === now) return;
    await tx.prisma.workload.update({
      where: { id: workload.id },
      data: {
        announcedAddress: now,
        previousAddress: announced,
        addressChangedAt: announced === null ? null : new Date(),
      },
    });
    if (announced === null) return;
    const comesBack = (await homePortsOf(tx, workload.id)).length > 0;
    const before = showAnnounced(announced);
    const after = formatAddress(host, port);
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
