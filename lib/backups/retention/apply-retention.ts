import { systemActor } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record-audit";
import { sql, transaction } from "@/lib/db/transaction";
import { openStore } from "../targets/open-store";
import { decideRetention } from "./decide-retention";

/** Removes the files that a place no longer has to keep; the caller holds the lock. Their rows stay as history. */
export async function applyRetention(targetId: string, now = new Date()): Promise<string[]> {
  const backups = await sql().prisma.backup.findMany({ where: { targetId }, include: { target: true } });
  const removed = decideRetention(backups, now);
  for (const row of backups.filter(({ id }) => removed.includes(id))) {
    await openStore(row.target).remove(row.fileName);
    await transaction(async (tx) => {
      await tx.prisma.backup.update({ where: { id: row.id }, data: { state: "deleted" } });
      const detail = { origin: row.origin };
      await recordAudit(tx, systemActor, { action: "backup.expired", targetKind: "backup", targetId: row.id, detail });
    });
  }
  return removed;
}
