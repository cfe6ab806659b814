import { Readable } from "node:stream";
import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { recordAudit } from "@/lib/audit/record-audit";
import { page } from "@/lib/db/page";
import { sql } from "@/lib/db/transaction";
import type { BackupView } from "../contract";
import { backupErrors } from "../errors";
import type { RestoreView } from "../restore/contract";
import { toRestoreView } from "../restore/run-restore";
import { openStore } from "../targets/open-store";
import { toBackupView } from "./backup-views";
import { findBackup, hasFile } from "./stored";

/** Backups, the newest first; also those that failed, and those whose file was deleted. */
export async function listBackups(
  actor: Actor,
  request: { limit: number; cursor?: string | undefined },
): Promise<{ items: BackupView[]; nextCursor: string | null }> {
  authorise(actor, "backup.read");
  const { rows, nextCursor } = await page(request, (window) =>
    sql().prisma.backup.findMany({ ...window, include: { target: true } }),
  );
  return { items: rows.map(toBackupView), nextCursor };
}

export async function getBackup(actor: Actor, id: string): Promise<BackupView> {
  authorise(actor, "backup.read");
  return toBackupView(await findBackup(id));
}

/** The last restores and drills. */
export async function listRestores(actor: Actor): Promise<{ items: RestoreView[]; nextCursor: null }> {
  authorise(actor, "backup.read");
  const rows = await sql().prisma.backupRestore.findMany({ orderBy: { id: "desc" }, take: 20 });
  return { items: rows.map(toRestoreView), nextCursor: null };
}

/** The file as it is stored, encrypted; recorded. */
export async function downloadBackup(actor: Actor, id: string, signal: AbortSignal): Promise<Response> {
  authorise(actor, "backup.manage");
  const row = await findBackup(id);
  if (!hasFile(row.state)) throw backupErrors.backup_not_ready({ detail: `The backup is ${row.state}.` });
  const source = await openStore(row.target).read(row.fileName, signal);
  await recordAudit(sql(), actor, { action: "backup.downloaded", targetKind: "backup", targetId: id });
  return new Response(Readable.toWeb(Readable.from(source, { objectMode: false })) as ReadableStream<Uint8Array>, {
    headers: {
      "content-type": "application/octet-stream",
      "content-disposition": `attachment; filename="${row.fileName}"`,
      ...(row.bytes === null ? {} : { "content-length": String(row.bytes) }),
    },
  });
}
