import { mib } from "@/lib/core/units";
import type { Sql } from "@/lib/db/transaction";
import type { LimitKind, MachineDisk } from "@/lib/provisioning/host/machine";
import type { DiskRecord } from "./contract";

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
  await db.run("UPDATE node SET disk = $2 WHERE id = $1", [nodeId, JSON.stringify(record)]);
}

/** Whether the machine's file system enforces sizes; false until the first check. */
export async function limitsOf(db: Sql, nodeId: string): Promise<LimitKind> {
  const row = await db.row<{ limits: LimitKind | null }>("SELECT disk->>'limits' AS limits FROM node WHERE id = $1", [
    nodeId,
  ]);
  return row?.limits ?? "watch";
}

/** SQL over `node n`: its reserve of space or files is in use, as the disk watch counts them (watch/decide-disk.ts). */
export const diskIsFull = `coalesce((n.disk->>'freeMb')::int < (n.disk->>'reserveMb')::int
    OR (n.disk->>'freeFiles')::bigint < (n.disk->>'totalFiles')::bigint * 0.05, false)`;

/** Machines whose reserve is in use. */
export async function fullDisks(db: Sql): Promise<{ node: string; freeMb: number }[]> {
  return db.rows(
    `SELECT name AS node, (disk->>'freeMb')::int AS "freeMb" FROM node
     WHERE (disk->>'freeMb')::int < (disk->>'reserveMb')::int ORDER BY name`,
  );
}
