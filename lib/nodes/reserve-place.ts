import type { AppError } from "@/lib/core/errors";
import type { Tx } from "@/lib/db/transaction";
import { provisioningErrors } from "@/lib/provisioning/errors";
import { nodeErrors } from "./errors";
import {
  type Candidate,
  explainPlacement,
  type Need,
  type Placement,
  type PlacementReason,
  portsCounted,
  rankPlacements,
} from "./placement";
import { claimPort, type Protocol } from "./ports";
import { diskIsFull } from "./record-disk";

export type PlaceRequest = Need & {
  resourceId: string;
  /** Region's short name; null: the region with the most free capacity. */
  region: string | null;
  /** The template's ports. The first is the game's own. */
  ports: { name: string; protocol: Protocol }[];
};

export type Place = {
  nodeId: string;
  addressId: string;
  publicAddress: string;
  region: string;
  ports: Map<string, number>;
  reason: PlacementReason;
};

/** An unreachable engine is checked every five seconds. */
const retryAfterEngineSeconds = 10;

const candidateStatement = `
  SELECT n.id AS "nodeId", n.name AS "nodeName", r.slug AS region, n.state,
         n.memory_mb AS "memoryMb", n.cpu_milli AS "cpuMilli", n.disk_mb AS "diskMb",
         n.reserved_memory_mb AS "reservedMemoryMb", n.reserved_cpu_milli AS "reservedCpuMilli",
         n.reserved_disk_mb AS "reservedDiskMb", a.id AS "addressId", a.public_address AS "publicAddress",
         n.engine_error IS NOT NULL AS "engineIsDown", ${diskIsFull} AS "diskIsFull", a.port_end - a.port_start + 1 AS "totalPorts",
         (SELECT count(*)::int FROM (SELECT 1 FROM port p WHERE p.address_id = a.id AND p.protocol = $2::port_protocol
            AND p.state = 'free' LIMIT ${portsCounted}) counted) AS "freePorts"
  FROM node n JOIN region r ON r.id = n.region_id JOIN address a ON a.node_id = n.id
  WHERE $1::text IS NULL OR r.slug = $1`;

const reserveStatement = `
  UPDATE node SET reserved_memory_mb = reserved_memory_mb + $2, reserved_cpu_milli = reserved_cpu_milli + $3,
                  reserved_disk_mb = reserved_disk_mb + $4
  WHERE id = $1 AND state = 'active' AND reserved_memory_mb + $2 <= memory_mb
    AND reserved_cpu_milli + $3 <= cpu_milli AND reserved_disk_mb + $4 <= disk_mb`;

/**
 * Reserves capacity on a node and one port per named port, in the caller's transaction; all or nothing, since the
 * refusals (`port_pool_exhausted`, `no_capacity`, `engine_unavailable`, `unknown_region`) roll that transaction back.
 */
export async function reservePlace(tx: Tx, request: PlaceRequest): Promise<Place> {
  const gameProtocol = request.ports[0]?.protocol ?? "tcp";
  const candidates = await tx.rows<Candidate>(candidateStatement, [request.region, gameProtocol], "place_candidates");
  if (candidates.length === 0 && request.region !== null) {
    const known = await tx.row("SELECT 1 FROM region WHERE slug = $1", [request.region]);
    if (!known) {
      throw nodeErrors.unknown_region({
        detail: `There is no region called ${request.region}.`,
        errors: [{ path: "region", message: "Choose one of the regions on offer." }],
      });
    }
  }
  const placement = rankPlacements(candidates, request);
  const { ranked, rejected } = placement;
  for (const candidate of ranked) {
    const reserved = await tx.run(reserveStatement, [
      candidate.nodeId,
      request.memoryMb,
      request.cpuMilli,
      request.diskMb,
    ]);
    if (reserved === 0) continue;
    const ports = await claimAll(tx, candidate.addressId, request);
    if (ports) {
      const { nodeId, addressId, publicAddress, region } = candidate;
      const reason = explainPlacement(candidate, placement, request);
      return { nodeId, addressId, publicAddress, region, ports, reason };
    }
    await giveBackCapacity(tx, candidate.nodeId, request);
    const { nodeName, publicAddress } = candidate;
    rejected.push({ nodeName, publicAddress, kind: "ports", reason: "no free port" });
  }
  throw refusePlace(rejected);
}

/** The refusal that fits the reasons: no ports, no capacity, or an unreachable engine. */
function refusePlace(rejected: Placement["rejected"]): AppError {
  const extra = { considered: rejected.map(({ nodeName, reason }) => ({ node: nodeName, reason })) };
  const kinds = new Set(rejected.map((item) => item.kind));
  if (kinds.has("engine") && !kinds.has("ports") && !kinds.has("capacity")) {
    const detail = "No machine with enough capacity answers at the moment. Try again shortly.";
    return provisioningErrors.engine_unavailable({ detail, extra, retryAfterSeconds: retryAfterEngineSeconds });
  }
  const portsOnly = kinds.size === 1 && kinds.has("ports");
  return (portsOnly ? nodeErrors.port_pool_exhausted : nodeErrors.no_capacity)({ extra });
}

async function claimAll(tx: Tx, addressId: string, request: PlaceRequest): Promise<Map<string, number> | null> {
  const claimed = new Map<string, number>();
  for (const { name, protocol } of request.ports) {
    const port = await claimPort(tx, { addressId, protocol, resourceId: request.resourceId, name });
    if (port === null) {
      await tx.run(
        `UPDATE port SET state = 'free', resource_id = NULL, name = NULL WHERE resource_id = $1 AND address_id = $2`,
        [request.resourceId, addressId],
      );
      return null;
    }
    claimed.set(name, port);
  }
  return claimed;
}

/** Subtracts the amounts from the node's counters; the caller makes sure it happens once. */
export async function giveBackCapacity(tx: Tx, nodeId: string, need: Need): Promise<void> {
  await tx.run(
    `UPDATE node SET reserved_memory_mb = reserved_memory_mb - $2, reserved_cpu_milli = reserved_cpu_milli - $3,
                     reserved_disk_mb = reserved_disk_mb - $4 WHERE id = $1`,
    [nodeId, need.memoryMb, need.cpuMilli, need.diskMb],
  );
}

/** Adds to a placed server's reservation (negative amounts release); `no_capacity` when the node is too full. */
export async function adjustCapacity(tx: Tx, nodeId: string, change: Need): Promise<void> {
  const done = await tx.run(
    `UPDATE node SET reserved_memory_mb = reserved_memory_mb + $2, reserved_cpu_milli = reserved_cpu_milli + $3,
                     reserved_disk_mb = reserved_disk_mb + $4
     WHERE id = $1 AND ($2 <= 0 OR reserved_memory_mb + $2 <= memory_mb)
       AND ($3 <= 0 OR reserved_cpu_milli + $3 <= cpu_milli) AND ($4 <= 0 OR reserved_disk_mb + $4 <= disk_mb)`,
    [nodeId, change.memoryMb, change.cpuMilli, change.diskMb],
  );
  if (done === 0) {
    throw nodeErrors.no_capacity({
      detail: "The machine of this server has not enough free capacity for the larger size.",
    });
  }
}
