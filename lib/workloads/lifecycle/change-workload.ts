import { dbNull } from "@/lib/db/db-null";
import type { Tx } from "@/lib/db/transaction";
import type { Need } from "@/lib/nodes/place/placement";
import type { Place } from "@/lib/nodes/place/reserve-place";
import type { WorkloadStatus } from "../contract";
import type { Workload } from "../load-workload";
import { emitStatus } from "../publication/status-event";
import { mainPortOf } from "./accept-workload";

/** Changes of a workload's row for its kind, in the caller's transaction, in which the row is locked. */

/** Writes the visible state and the wanted state. A new start resets the crash count. */
export async function setState(
  tx: Tx,
  workload: Pick<Workload, "id" | "kind" | "ownerId">,
  { status, wantRunning }: { status: WorkloadStatus; wantRunning: boolean },
): Promise<void> {
  await tx.prisma.workload.update({
    where: { id: workload.id },
    data: {
      status,
      wantRunning,
      failureCode: null,
      failureMessage: null,
      crash: await dbNull(),
      crashCount: 0,
      ...(status === "online" ? {} : { onlineSince: null }),
    },
  });
  await emitStatus(tx, workload, status);
}

/** It stays crashed, with its reason: the restart after the crash was cancelled. */
export async function endRestart(tx: Tx, workload: Pick<Workload, "id" | "kind" | "ownerId">): Promise<void> {
  await tx.prisma.workload.update({ where: { id: workload.id }, data: { status: "crashed", wantRunning: false } });
  await emitStatus(tx, workload, "crashed");
}

/** It is being restarted to take what was changed. */
export async function markStarting(tx: Tx, workload: Pick<Workload, "id" | "kind" | "ownerId">): Promise<void> {
  await tx.prisma.workload.update({ where: { id: workload.id }, data: { status: "starting" } });
  await emitStatus(tx, workload, "starting");
}

export async function resizeWorkload(
  tx: Tx,
  id: string,
  { name, memoryMb, diskMb, cpuMilli }: Need & { name: string },
): Promise<void> {
  await tx.prisma.workload.update({ where: { id }, data: { name, memoryMb, diskMb, cpuMilli } });
}

/** It has a new place, after a failed create released the one before. */
export async function placeAgain(tx: Tx, id: string, place: Place): Promise<void> {
  const { nodeId, addressId, publicAddress, reason } = place;
  await tx.prisma.workload.update({
    where: { id },
    data: {
      nodeId,
      addressId,
      publicAddress,
      mainPort: mainPortOf(place),
      placement: reason,
      holdsCapacity: true,
    },
  });
}
