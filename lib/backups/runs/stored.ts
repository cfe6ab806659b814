import { coreErrors } from "@/lib/core/errors";
import type { Backup, BackupTarget } from "@/lib/db/generated/client";
import { type Sql, sql } from "@/lib/db/transaction";

export type StoredBackup = Backup & { target: BackupTarget };

/** Backups belong to the panel: who may read them is a permission, not an owner. */
export async function findBackup(id: string, db: Sql = sql()): Promise<StoredBackup> {
  const row = await db.prisma.backup.findUnique({ where: { id }, include: { target: true } });
  if (!row || row.state === "deleted") throw coreErrors.not_found({ detail: "There is no such backup." });
  return row;
}

/** Whether its file is complete. Pure. */
export const hasFile = (state: string) => state === "written" || state === "verifying" || state === "verified";
