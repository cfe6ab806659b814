import type { AppError } from "@/lib/core/errors";
import type { Tx } from "@/lib/db/transaction";
import { provisioningErrors } from "@/lib/provisioning/errors";
import { nodeErrors } from "../errors";
import { claimPort, type Protocol } from "../ports/ports";
import { explainPlacement, type Need, type Placement, type PlacementReason, rankPlacements } from "./placement";
import { addReservation, listCandidates } from "./places.sql";

export type PlaceRequest = Need & {
  resourceId: string;
  /** Region's short name; null: the region with the most free capacity. */
  region: string | null;
  /** Only on this node. */
  nodeId?: string | undefined;
  /** The template's ports. The first is the game's own. */
  ports: { name: string; protocol: Protocol }[];
};

export type Place = {
  nodeId: string;
  addressId: string;
  publicAddress: string;
  region: string;
  regionId: string;
  ports: Map<string, number>;
  reason: PlacementReason;
};

/** An unreachable engine is checked every five seconds. */
const retryAfterEngineSeconds = 10;

/**
 * Reserves capacity on a node and one port per named port, in the caller's transaction; all or nothing, since the
 * refusals (`port_pool_exhausted`, `no_capacity`, `engine_unavailable`, `unknown_region`) roll that transaction back.
 */
export async function reservePlace(tx: Tx, request: PlaceRequest): Promise<Place> {
  const gameProtocol = request.ports[0]?.protocol ?? "tcp";
  const offered = await tx.rows(listCandidates, [request.region, gameProtocol]);
  const candidates = offered.filter(({ nodeId }) => request.nodeId === undefined || nodeId === request.nodeId);
  if (candidates.length === 0 && request.region !== null) {
    const known = await tx.prisma.region.count({ where: { slug: request.region } });
    if (known === 0) {
      throw nodeErrors.unknown_region({
        detail: `There is no region called ${request.region}.`,
        errors: [{ path: "region", message: "Choose one of the regions on offer." }],
      });
    }
  }
  const placement = rankPlacements(candidates, request);
  const { ranked, rejected } = placement;
  for (const candidate of ranked) {
    const { memoryMb, cpuMilli, diskMb } = request;
    const reserved = await tx.run(addReservation, [candidate.nodeId, memoryMb, cpuMilli, diskMb, true]);
    if (reserved === 0) continue;
    const ports = await claimAll(tx, candidate.addressId, request);
    if (ports) {
      const { nodeId, addressId, publicAddress, region, regionId } = candidate;
      const reason = explainPlacement(candidate, placement, request);
      return { nodeId, addressId, publicAddress, region, regionId, ports, reason };
    }
    await giveBackCapacity(tx, candidate.nodeId, request);
    const { nodeName, publicAddress } = candidate;
    rejected.push({ nodeName, publicAddress, kind: "ports", reason: "no free port" });
  }
  throw refusePlace(rejected);
}

/** The region's short name; null when it was removed. */
export async function regionSlug(tx: Tx, id: string): Promise<string | null> {
  return (await tx.prisma.region.findUnique({ where: { id } }))?.slug ?? null;
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
      await tx.prisma.port.updateMany({
        where: { resourceId: request.resourceId, addressId },
        data: { state: "free", resourceId: null, name: null },
      });
      return null;
    }
    claimed.set(name, port);
  }
  return claimed;
}

/** Subtracts the amounts from the node's counters; the caller makes sure it happens once. */
export async function giveBackCapacity(tx: Tx, nodeId: string, need: Need): Promise<void> {
  await tx.run(addReservation, [nodeId, -need.memoryMb, -need.cpuMilli, -need.diskMb, false]);
}

/** Adds to a placed workload's reservation (negative amounts release); `no_capacity` when the node is too full. */
export async function adjustCapacity(tx: Tx, nodeId: string, change: Need): Promise<void> {
  const done = await tx.run(addReservation, [nodeId, change.memoryMb, change.cpuMilli, change.diskMb, false]);
  if (done === 0) {
    throw nodeErrors.no_capacity({
      detail: "Its machine has not enough free capacity for the larger size.",
    });
  }
}
