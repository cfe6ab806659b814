import type { Sql, Tx } from "@/lib/db/transaction";
import type { WorkloadStatus } from "./contract";
import { listWorkloads, lockWorkload } from "./workloads.sql";

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

/** For the worker and the reconciler, which act as the panel. Null when it was deleted. */
export async function findWorkload(db: Sql, id: string): Promise<Workload | null> {
  return db.row(listWorkloads, [id, null]);
}

/** The same, with the row locked until the transaction ends. */
export async function lockedWorkload(tx: Tx, id: string): Promise<Workload | null> {
  await tx.row(lockWorkload, [id]);
  return tx.row(listWorkloads, [id, null]);
}

export async function workloadsOnNode(db: Sql, nodeId: string): Promise<Workload[]> {
  return db.rows(listWorkloads, [null, nodeId]);
}
