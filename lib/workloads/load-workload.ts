import type { Sql } from "@/lib/db/transaction";
import type { WorkloadStatus } from "./contract";

/** What runs as containers, without what only its kind has. Sizes in MiB and thousandths of a CPU; no secret. */
export type Workload = {
  id: string;
  /** Name of its definition. */
  kind: string;
  ownerId: string;
  name: string;
  status: WorkloadStatus;
  wantRunning: boolean;
  regionId: string;
  nodeId: string | null;
  addressId: string | null;
  publicAddress: string | null;
  mainPort: number | null;
  /** Which of its owner's networks on the node it is in; null: in none yet. */
  networkNumber: number | null;
  holdsCapacity: boolean;
  memoryMb: number;
  diskMb: number;
  cpuMilli: number;
  imageId: string | null;
  crashCount: number;
  lastCrashAt: Date | null;
};

/** Columns of {@link Workload} over `workload w`, for kinds that read their own row in the same statement. */
export const workloadColumns = `w.id, w.kind, w.owner_id AS "ownerId", w.name, w.status, w.want_running AS "wantRunning",
  w.region_id AS "regionId", w.node_id AS "nodeId", w.address_id AS "addressId", w.public_address AS "publicAddress",
  w.main_port AS "mainPort", w.network_number AS "networkNumber", w.holds_capacity AS "holdsCapacity",
  w.memory_mb AS "memoryMb", w.disk_mb AS "diskMb", w.cpu_milli AS "cpuMilli", w.image_id AS "imageId",
  w.crash_count AS "crashCount", w.last_crash_at AS "lastCrashAt"`;

/** For the worker and the reconciler, which act as the panel. Null when it was deleted. */
export async function findWorkload(db: Sql, id: string): Promise<Workload | null> {
  return db.row<Workload>(`SELECT ${workloadColumns} FROM workload w WHERE w.id = $1`, [id], "workload_find");
}

export async function workloadsOnNode(db: Sql, nodeId: string): Promise<Workload[]> {
  return db.rows<Workload>(`SELECT ${workloadColumns} FROM workload w WHERE w.node_id = $1`, [nodeId]);
}
