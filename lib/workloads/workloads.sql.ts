import { statement } from "@/lib/db/statement";
import { rowLock } from "@/lib/db/statement-kinds.sql";

export const lockWorkload = rowLock("workload");

/** Columns over `workload w`, for kinds that read their own row in the same statement. */
export const workloadColumns = `w.id, w.kind, w.owner_id AS "ownerId", w.name, w.status, w.want_running AS "wantRunning",
  w.region_id AS "regionId", w.node_id AS "nodeId", w.address_id AS "addressId", w.public_address AS "publicAddress",
  w.main_port AS "mainPort", w.network_number AS "networkNumber", w.holds_capacity AS "holdsCapacity",
  w.memory_mb AS "memoryMb", w.disk_mb AS "diskMb", w.cpu_milli AS "cpuMilli", w.image_id AS "imageId",
  w.crash_count AS "crashCount", w.last_crash_at AS "lastCrashAt"`;

export const workloadRow = {
  id: "text",
  kind: "text",
  ownerId: "text",
  name: "text",
  status: "workload_status",
  wantRunning: "bool",
  regionId: "text",
  nodeId: "text?",
  addressId: "text?",
  publicAddress: "text?",
  mainPort: "int4?",
  networkNumber: "int4?",
  holdsCapacity: "bool",
  memoryMb: "int4",
  diskMb: "int4",
  cpuMilli: "int4",
  imageId: "text?",
  crashCount: "int4",
  lastCrashAt: "timestamptz?",
} as const;

/** One by id, or those on a node; null leaves the condition out. */
export const listWorkloads = statement({
  reason: "Runs every minute for each node and each volume on it, and several times in each run.",
  text: `
    SELECT ${workloadColumns} FROM workload w
    WHERE ($1::text IS NULL OR w.id = $1) AND ($2::text IS NULL OR w.node_id = $2)`,
  columns: workloadRow,
});

/** Its creating run and the first line of its timeline commit with it; workers wake at the commit. */
export const insertAccepted = statement({
  reason: "One round trip for what commits together anyway: it keeps the lock on the node's counters short.",
  name: "workload_accept",
  text: `
    WITH new_workload AS (
      INSERT INTO workload (id, kind, owner_id, name, region_id, node_id, address_id, public_address, main_port,
                            memory_mb, disk_mb, cpu_milli, placement, announced_address)
      VALUES ($1, $2, $3, $4, $17, $5, $6, $7, $8, $9, $10, $11, $12, $7 || ':' || $8::int)
      RETURNING created_at
    ), new_run AS (
      INSERT INTO provisioning_run (id, resource_kind, resource_id, node_id, kind, requested_by)
      VALUES ($13, $2, $1, $5, 'create', $14)
    ), new_event AS (
      INSERT INTO resource_event (resource_id, run_id, step, status, message) VALUES ($1, $13, 'accept', 'done', $15)
    )
    SELECT created_at AS "createdAt", pg_notify($16, $13) FROM new_workload`,
  columns: { createdAt: "timestamptz", pg_notify: "void" },
});

/** What it held, once: a second call finds nothing. */
export const takePlace = statement({
  reason: "Locks the row and returns what was in it before the change.",
  text: `
    UPDATE workload SET holds_capacity = false, node_id = NULL, address_id = NULL, public_address = NULL,
      main_port = NULL, network_number = NULL, placement = NULL
    FROM (SELECT id, node_id, memory_mb, cpu_milli, disk_mb FROM workload
          WHERE id = $1 AND holds_capacity FOR UPDATE) old
    WHERE workload.id = old.id
    RETURNING old.node_id AS "nodeId", old.memory_mb AS "memoryMb", old.cpu_milli AS "cpuMilli", old.disk_mb AS "diskMb"`,
  columns: { nodeId: "text?", memoryMb: "int4", cpuMilli: "int4", diskMb: "int4" },
});
