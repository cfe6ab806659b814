import { mib } from "@/lib/core/units";
import type { Sql } from "@/lib/db/transaction";
import type { LimitKind, MachineDisk } from "@/lib/provisioning/host/machine";
import { type DiskRecord, diskRecord } from "./contract";
import { recordFindings } from "./nodes.sql";

/** Records how full a machine's disk is, for its page and for health. */
export async function recordDisk(
  db: Sql,
  nodeId: string,
  { disk, reserveBytes, limits }: { disk: MachineDisk; reserveBytes: number; limits: LimitKind },
): Promise<void> {
  const record: DiskRecord = {
    totalMb: Math.round(disk.totalBytes / mib),
    freeMb: Math.round(disk.freeBytes / mib),
    reserveMb: Math.round(reserveBytes / mib),
    totalFiles: disk.totalFiles,
    freeFiles: disk.freeFiles,
    limits,
    at: new Date().toISOString(),
  };
  await db.run(recordFindings, [nodeId, JSON.stringify(record), null, null]);
}

/** Whether the machine's file system enforces sizes; false until the first check. */
export async function limitsOf(db: Sql, nodeId: string): Promise<LimitKind> {
  const node = await db.prisma.node.findUnique({ where: { id: nodeId }, select: { disk: true } });
  return diskRecord.pick({ limits: true }).nullish().parse(node?.disk)?.limits ?? "watch";
}
