import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { mbToGib } from "@/lib/core/units";
import type { Row } from "@/lib/db/statement";
import { sql } from "@/lib/db/transaction";
import type { NodeView, RegionView } from "./contract";
import { listAvailableRegions, listNodeRows } from "./nodes.sql";

/** Regions a customer can choose; `available` when an active node of it answers and has a free port and space. */
export async function listRegions(actor: Actor): Promise<{ items: RegionView[] }> {
  authorise(actor, "region.read");
  const items = await sql().rows(listAvailableRegions);
  return { items };
}

/**
 * Staff: machines with capacity and port pools. Reads the database only: an unreachable machine does not slow down the
 * page.
 */
export async function listNodes(actor: Actor): Promise<{ items: NodeView[] }> {
  authorise(actor, "node.read");
  const rows = await sql().rows(listNodeRows);
  return { items: rows.map(toView) };
}

function toView(row: Row<typeof listNodeRows>): NodeView {
  return {
    id: row.id,
    name: row.name,
    region: row.region,
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
    disk: row.disk,
    servers: row.servers,
    addresses: row.addresses,
  };
}
