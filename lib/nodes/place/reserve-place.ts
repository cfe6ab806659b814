import type { AppError } from "@/lib/core/errors";
import type { Tx } from "@/lib/db/transaction";
import { provisioningErrors } from "@/lib/provisioning/errors";
import { nodeErrors } from "../errors";
import { claimPort, freePorts, type PortRequest } from "../ports/ports";
import {
  explainPlacement,
  type Need,
  type Placement,
  type PlacementReason,
  type Refusal,
  rankPlacements,
} from "./placement";
import { addReservation, listCandidates } from "./places.sql";

export type PlaceRequest = Need & {
  resourceId: string;
  /** Region's short name; null: the region with the most free capacity. */
  region: string | null;
  /** Only on this node. */
  nodeId?: string | undefined;
  /** The template's ports. The first is the game's own. */
  ports: PortRequest[];
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
    const claim = await claimAll(tx, candidate.addressId, request);
    if (claim.ports) {
      const { nodeId, addressId, publicAddress, region, regionId } = candidate;
      const reason = explainPlacement(candidate, placement, request);
      return { nodeId, addressId, publicAddress, region, regionId, ports: claim.ports, reason };
    }
    await giveBackCapacity(tx, candidate.nodeId, request);
    const { nodeName, publicAddress } = candidate;
    rejected.push({ nodeName, publicAddress, ...claim.refusal });
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
  const taken = rejected.find(({ kind }) => kind === "standard-port");
  if (taken) {
    const detail = `On ${taken.nodeName} ${taken.reason}. Use other ports, another machine, or remove that service.`;
    return nodeErrors.standard_port_taken({ detail, extra });
  }
  const portsOnly = kinds.size === 1 && kinds.has("ports");
  return (portsOnly ? nodeErrors.port_pool_exhausted : nodeErrors.no_capacity)({ extra });
}

type Claim = { ports: Map<string, number>; refusal?: undefined } | { ports: null; refusal: Refusal };

/** All the ports on one address, or none. */
async function claimAll(tx: Tx, addressId: string, { resourceId, ports }: PlaceRequest): Promise<Claim> {
  const claimed = new Map<string, number>();
  for (const request of ports) {
    const port = await claimPort(tx, { ...request, addressId, resourceId });
    if (port === null) {
      await freePorts(tx, resourceId);
      return { ports: null, refusal: refusePort(request) };
    }
    claimed.set(request.name, port);
  }
  return { ports: claimed };
}

function refusePort({ standardPort, protocol }: PortRequest): Refusal {
  if (standardPort === undefined) return { kind: "ports", reason: "no free port" };
  const name = `port ${standardPort} (${protocol.toUpperCase()})`;
  return { kind: "standard-port", reason: `another service has ${name}` };
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
