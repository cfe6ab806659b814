import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { recordAudit } from "@/lib/audit/record-audit";
import { coreErrors } from "@/lib/core/errors";
import { transaction } from "@/lib/db/transaction";
import type { BackupView } from "../contract";
import { backupErrors } from "../errors";
import type { RestoreView } from "../restore/contract";
import { insertRestore, toRestoreView } from "../restore/run-restore";
import { isNeeded } from "../retention/decide-retention";
import { openStore } from "../targets/open-store";
import { toBackupView } from "./backup-views";
import { findBackup, hasFile } from "./stored";

/** Requests a verification; the worker does it. A backup that fails it is no longer called verified. */
export async function requestCheck(actor: Actor, id: string): Promise<BackupView> {
  authorise(actor, "backup.create");
  return transaction(async (tx) => {
    const row = await findBackup(id, tx);
    const isFailedCheck = row.state === "failed" && row.writtenAt !== null;
    if (!hasFile(row.state) && !isFailedCheck) throw backupErrors.backup_not_ready({ detail: `It is ${row.state}.` });
    const data = { state: "written", wantsCheck: true, verifiedAt: null, error: null, errorCode: null };
    await tx.prisma.backup.update({ where: { id }, data });
    await recordAudit(tx, actor, { action: "backup.check_requested", targetKind: "backup", targetId: id });
    return toBackupView(await findBackup(id, tx));
  });
}

/** Cancels what is requested or in progress; the worker sees it within a second. */
export async function cancelBackup(actor: Actor, id: string): Promise<BackupView> {
  authorise(actor, "backup.create");
  return transaction(async (tx) => {
    const { state } = await findBackup(id, tx);
    if (state !== "requested" && state !== "running" && state !== "verifying") {
      throw coreErrors.conflict({ detail: "It is not in progress." });
    }
    const data = state === "requested" ? { state: "cancelled" } : { cancelRequested: true };
    await tx.prisma.backup.updateMany({ where: { id, state }, data });
    await recordAudit(tx, actor, { action: "backup.cancelled", targetKind: "backup", targetId: id });
    return toBackupView(await findBackup(id, tx));
  });
}

/** Deletes the file; the row stays as history. The last two verified backups of a place stay. */
export async function deleteBackup(actor: Actor, id: string): Promise<{ status: "deleted" }> {
  authorise(actor, "backup.manage");
  const row = await findBackup(id);
  if (row.state === "running" || row.state === "verifying") throw backupErrors.backup_running();
  await transaction(async (tx) => {
    const others = await tx.prisma.backup.findMany({ where: { targetId: row.targetId } });
    if (isNeeded(others, id)) throw backupErrors.backup_is_needed();
    await tx.prisma.backup.update({ where: { id }, data: { state: "deleted", wantsCheck: false } });
    await recordAudit(tx, actor, { action: "backup.deleted", targetKind: "backup", targetId: id });
  });
  await openStore(row.target).remove(row.fileName);
  return { status: "deleted" };
}

/** Requests the restore of this panel to a backup, or a drill of that; the worker does it. */
export async function requestRestore(actor: Actor, id: string, kind: "restore" | "drill"): Promise<RestoreView> {
  authorise(actor, "backup.restore");
  return transaction(async (tx) => {
    const row = await findBackup(id, tx);
    if (!hasFile(row.state)) throw backupErrors.backup_not_ready({ detail: `The backup is ${row.state}.` });
    const restoreId = await insertRestore(tx, { kind, backupId: id, requestedBy: actor.userId });
    const detail = { restoreId };
    await recordAudit(tx, actor, { action: `backup.${kind}_requested`, targetKind: "backup", targetId: id, detail });
    return toRestoreView(await tx.prisma.backupRestore.findUniqueOrThrow({ where: { id: restoreId } }));
  });
}
