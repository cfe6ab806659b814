import type { Actor } from "@/lib/access/actor";
import { newId } from "@/lib/core/ids";
import { formatAddress } from "@/lib/core/units";
import type { Tx } from "@/lib/db/transaction";
import type { Need } from "@/lib/nodes/place/placement";
import { type Place, type PlaceRequest, reservePlace } from "@/lib/nodes/place/reserve-place";
import { runChannel } from "../runs/runs";
import type { WorkloadDefinition } from "../workload-definition";
import { insertAccepted } from "../workloads.sql";

export type NewWorkload = Need & {
  id: string;
  ownerId: string;
  actor: Actor;
  name: string;
  /** Region's short name; null: the one with the most free capacity. */
  region: string | null;
  /** Only on this node. */
  nodeId?: string | undefined;
  /** Published ports, the main one first. */
  ports: PlaceRequest["ports"];
};

export type AcceptedWorkload = { place: Place; mainPort: number; createdAt: Date };

/**
 * Reserves capacity and ports, and writes the workload, its creating run and the first line of its timeline, in the
 * caller's transaction; the caller adds what only its kind has. Refused as {@link reservePlace} refuses.
 */
export async function acceptWorkload(
  tx: Tx,
  definition: Pick<WorkloadDefinition, "kind">,
  workload: NewWorkload,
): Promise<AcceptedWorkload> {
  const { id, ownerId, actor, name, region, nodeId, ports, memoryMb, diskMb, cpuMilli } = workload;
  const place = await reservePlace(tx, { resourceId: id, region, nodeId, ports, memoryMb, diskMb, cpuMilli });
  const mainPort = mainPortOf(place);
  const row = await tx.row(insertAccepted, [
    id,
    definition.kind,
    ownerId,
    name,
    place.nodeId,
    place.addressId,
    place.publicAddress,
    mainPort,
    memoryMb,
    diskMb,
    cpuMilli,
    JSON.stringify(place.reason),
    newId("run"),
    actor.userId,
    `Accepted: ${formatAddress(place.publicAddress, mainPort)} is reserved.`,
    runChannel,
    place.regionId,
  ]);
  if (!row) throw new Error("the insert returned no row");
  return { place, mainPort, createdAt: row.createdAt };
}

/** The port that clients use: the first that was reserved. */
export function mainPortOf(place: Place): number {
  const [port] = place.ports.values();
  if (port === undefined) throw new Error("a workload publishes at least one port");
  return port;
}
