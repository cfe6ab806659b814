import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { mbToGib } from "@/lib/core/units";
import type { Address, Node, PortState } from "@/lib/db/generated/client";
import { sql } from "@/lib/db/transaction";
import { isDiskFull, readDisk } from "./conditions";
import type { NodeView, RegionView } from "./contract";

/** Regions a customer can choose; `available` when an active node of it answers and has a free port and space. */
export async function listRegions(actor: Actor): Promise<{ items: RegionView[] }> {
  authorise(actor, "region.read");
  const withFreePort = { where: { ports: { some: { state: "free" } } }, select: { id: true }, take: 1 } as const;
  const regions = await sql().prisma.region.findMany({
    orderBy: { name: "asc" },
    select: {
      slug: true,
      name: true,
      nodes: { where: { state: "active", engineError: null }, select: { disk: true, addresses: withFreePort } },
    },
  });
  const items = regions.map(({ slug, name, nodes }) => ({
    slug,
    name,
    available: nodes.some(({ disk, addresses }) => addresses.length > 0 && !isDiskFull(readDisk(disk))),
  }));
  return { items };
}

/**
 * Staff: machines with capacity and port pools. Reads the database only: an unreachable machine does not slow down the
 * page.
 */
export async function listNodes(actor: Actor): Promise<{ items: NodeView[] }> {
  authorise(actor, "node.read");
  const nodes = await sql().prisma.node.findMany({ include: shown, orderBy: { name: "asc" } });
  const counted = await sql().prisma.port.groupBy({
    by: ["addressId", "state"],
    where: { protocol: "tcp" },
    _count: true,
  });
  const counts = new Map(counted.map(({ addressId, state, _count }) => [`${addressId} ${state}`, _count]));
  return { items: nodes.map((node) => toView(node, counts)) };
}

const shown = {
  region: { select: { slug: true } },
  addresses: { orderBy: { publicAddress: "asc" } },
  _count: { select: { workloads: true } },
} as const;
type NodeRow = Node & { region: { slug: string }; addresses: Address[]; _count: { workloads: number } };

function toView(row: NodeRow, counts: ReadonlyMap<string, number>): NodeView {
  const ports = (addressId: string, state: PortState) => counts.get(`${addressId} ${state}`) ?? 0;
  return {
    id: row.id,
    name: row.name,
    region: row.region.slug,
    state: row.state,
    engine: {
      status: row.engineError ? "down" : row.engineSeenAt ? "up" : "unknown",
      version: row.engineVersion,
      seenAt: row.engineSeenAt?.toISOString() ?? null,
      error: row.engineError,
    },
    memory: { total: mbToGib(row.memoryMb), reserved: mbToGib(row.reservedMemoryMb) },
    cpu: { total: row.cpuMilli / 1000, reserved: row.reservedCpuMilli / 1000 },
    diskSpace: { total: mbToGib(row.diskMb), reserved: mbToGib(row.reservedDiskMb) },
    disk: readDisk(row.disk),
    servers: row._count.workloads,
    addresses: row.addresses.map(({ id, publicAddress, portStart, portEnd }) => ({
      id,
      publicAddress,
      portStart,
      portEnd,
      ports: {
        free: ports(id, "free"),
        reserved: ports(id, "reserved"),
        bound: ports(id, "bound"),
        draining: ports(id, "draining"),
        blocked: ports(id, "blocked"),
      },
    })),
  };
}
