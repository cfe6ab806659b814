import type { Actor } from "@/lib/access/actor";
import { newId } from "@/lib/core/ids";
import { formatAddress } from "@/lib/core/units";
import type { Tx } from "@/lib/db/transaction";
import type { Need } from "@/lib/nodes/placement";
import { type Place, type PlaceRequest, reservePlace } from "@/lib/nodes/reserve-place";
import { runChannel } from "./runs";
import type { WorkloadDefinition } from "./workload-definition";

export type NewWorkload = Need & {
  id: string;
  ownerId: string;
  actor: Actor;
  name: string;
  /** Region's short name; null: the one with the most free capacity. */
  region: string | null;
  /** Published ports, the main one first. */
  ports: PlaceRequest["ports"];
};

export type AcceptedWorkload = { place: Place; mainPort: number; createdAt: Date };

// One round trip for what commits together anyway: it keeps the lock on the node's counters short.
const insertStatement = `
  WITH new_workload AS (
    INSERT INTO workload (id, kind, owner_id, name, region_id, node_id, address_id, public_address, main_port, memory_mb,
                          disk_mb, cpu_milli, placement, announced_address)
    SELECT $1, $2, $3, $4, n.region_id, n.id, $6, $7, $8, $9, $10, $11, $12, $7 || ':' || $8::int FROM node n WHERE n.id = $5
    RETURNING created_at
  ), new_run AS (
    INSERT INTO provisioning_run (id, resource_kind, resource_id, node_id, kind, requested_by)
    VALUES ($13, $2, $1, $5, 'create', $14)
  ), new_event AS (
    INSERT INTO workload_event (resource_id, run_id, step, status, message) VALUES ($1, $13, 'accept', 'done', $15)
  )
  SELECT created_at AS "createdAt", pg_notify($16, $13) FROM new_workload`;

/**
 * Reserves capacity and ports, and writes the workload, its creating run and the first line of its timeline, in the
 * caller's transaction; the caller adds what only its kind has. Refused as {@link reservePlace} refuses.
 */
export async function acceptWorkload(
  tx: Tx,
  definition: Pick<WorkloadDefinition, "kind">,
  workload: NewWorkload,
): Promise<AcceptedWorkload> {
  const { id, ownerId, actor, name, region, ports, memoryMb, diskMb, cpuMilli } = workload;
  const place = await reservePlace(tx, { resourceId: id, region, ports, memoryMb, diskMb, cpuMilli });
  const mainPort = mainPortOf(place);
  const row = await tx.row<{ createdAt: Date }>(
    insertStatement,
    [
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
    ],
    "workload_accept",
  );
  if (!row) throw new Error("the node of the reservation was deleted");
  return { place, mainPort, createdAt: row.createdAt };
}

/** The port that clients use: the first that was reserved. */
export function mainPortOf(place: Place): number {
  const [port] = place.ports.values();
  if (port === undefined) throw new Error("a workload publishes at least one port");
  return port;
}
