import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { mbToGib } from "@/lib/core/units";
import { sql } from "@/lib/db/transaction";
import type { NodeView, RegionView } from "./contract";
import { diskIsFull } from "./record-disk";

/** Regions a customer can choose; `available` when an active node of it answers and has a free port and space. */
export async function listRegions(actor: Actor): Promise<{ items: RegionView[] }> {
  authorise(actor, "region.read");
  const items = await sql().rows<RegionView>(
    `SELECT r.slug, r.name, EXISTS (
       SELECT 1 FROM node n JOIN address a ON a.node_id = n.id JOIN port p ON p.address_id = a.id
       WHERE n.region_id = r.id AND n.state = 'active' AND n.engine_error IS NULL AND p.state = 'free'
         AND NOT ${diskIsFull}) AS available
     FROM region r ORDER BY r.name`,
  );
  return { items };
}

type NodeRow = {
  id: string;
  name: string;
  region: string;
  state: NodeView["state"];
  memoryMb: number;
  cpuMilli: number;
  diskMb: number;
  reservedMemoryMb: number;
  reservedCpuMilli: number;
  reservedDiskMb: number;
  engineVersion: string | null;
  engineSeenAt: Date | null;
  engineError: string | null;
  disk: NodeView["disk"];
  servers: number;
  addresses: NodeView["addresses"];
};

/**
 * Staff: machines with capacity and port pools. Reads the database only: an unreachable machine does not slow down the
 * page.
 */
export async function listNodes(actor: Actor): Promise<{ items: NodeView[] }> {
  authorise(actor, "node.read");
  const rows = await sql().rows<NodeRow>(
    `SELECT n.id, n.name, r.slug AS region, n.state, n.memory_mb AS "memoryMb", n.cpu_milli AS "cpuMilli",
            n.disk_mb AS "diskMb", n.reserved_memory_mb AS "reservedMemoryMb", n.reserved_cpu_milli AS "reservedCpuMilli",
            n.reserved_disk_mb AS "reservedDiskMb", n.engine_version AS "engineVersion", n.engine_seen_at AS "engineSeenAt",
            n.engine_error AS "engineError", n.disk,
            (SELECT count(*)::int FROM workload w WHERE w.node_id = n.id) AS servers,
            coalesce((SELECT json_agg(json_build_object('id', a.id, 'publicAddress', a.public_address,
                'portStart', a.port_start, 'portEnd', a.port_end, 'ports', (
                  SELECT json_build_object(
                    'free', count(*) FILTER (WHERE state = 'free'), 'reserved', count(*) FILTER (WHERE state = 'reserved'),
                    'bound', count(*) FILTER (WHERE state = 'bound'), 'draining', count(*) FILTER (WHERE state = 'draining'),
                    'blocked', count(*) FILTER (WHERE state = 'blocked'))
                  FROM port p WHERE p.address_id = a.id AND p.protocol = 'tcp')) ORDER BY a.public_address)
              FROM address a WHERE a.node_id = n.id), '[]') AS addresses
     FROM node n JOIN region r ON r.id = n.region_id ORDER BY n.name`,
  );
  return { items: rows.map(toView) };
}

function toView(row: NodeRow): NodeView {
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
