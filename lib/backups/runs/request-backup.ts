import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { recordAudit } from "@/lib/audit/record-audit";
import { coreErrors } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { type Tx, transaction } from "@/lib/db/transaction";
import type { BackupBody, BackupOrigin, BackupView } from "../contract";
import { toBackupView } from "./backup-views";
import { findBackup } from "./stored";

/** Requests a backup; the worker writes and verifies it. */
export async function requestBackup(actor: Actor, body: BackupBody): Promise<BackupView> {
  authorise(actor, "backup.create");
  return transaction(async (tx) => {
    const id = await insertBackup(tx, "manual", { ...body, requestedBy: actor.userId });
    await recordAudit(tx, actor, { action: "backup.requested", targetKind: "backup", targetId: id, detail: body });
    return toBackupView(await findBackup(id, tx));
  });
}

type Wishes = BackupBody & { requestedBy?: string | null; wantsCheck?: boolean };

/** A row for the worker; what is not given is as in the settings. */
export async function insertBackup(tx: Tx, origin: BackupOrigin, wishes: Wishes = {}): Promise<string> {
  const settings = await tx.prisma.backupSettings.findUniqueOrThrow({ where: { id: 1 } });
  const targetId = wishes.targetId ?? settings.targetId;
  const target = await tx.prisma.backupTarget.findUnique({ where: { id: targetId } });
  if (!target)
    throw coreErrors.validation_failed({ errors: [{ path: "targetId", message: "There is no such place." }] });
  const id = newId("backup");
  await tx.prisma.backup.create({
    data: {
      id,
      origin,
      state: "requested",
      targetId,
      fileName: fileNameOf(id, new Date()),
      compression: wishes.compression ?? settings.compression,
      withMetrics: wishes.withMetrics ?? settings.withMetrics,
      wantsCheck: wishes.wantsCheck ?? true,
      requestedBy: wishes.requestedBy ?? null,
    },
  });
  return id;
}

/** Its time is for people; its id makes it unique. */
const fileNameOf = (id: string, at: Date) =>
  `lightnode-${at.toISOString().slice(0, 16).replaceAll(":", "")}-${id.slice(-8)}.lnb`;
