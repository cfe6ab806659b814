import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { recordAudit } from "@/lib/audit/record-audit";
import { coreErrors } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { sql, transaction } from "@/lib/db/transaction";
import type { TargetBody, TargetView } from "./contract";
import { openStore, sealSecret } from "./open-store";
import { toTargetView } from "./views";

/** All places of backups; there are few. */
export async function listTargets(actor: Actor): Promise<{ items: TargetView[]; nextCursor: null }> {
  authorise(actor, "backup.read");
  const rows = await sql().prisma.backupTarget.findMany({ orderBy: { id: "asc" } });
  return { items: rows.map(toTargetView), nextCursor: null };
}

/** Adds a place. Whether it works is tested with it; one that does not work is not added. */
export async function addTarget(actor: Actor, body: TargetBody): Promise<TargetView> {
  authorise(actor, "backup.manage");
  const id = newId("backupTarget");
  const { kind, name, settings } = body;
  const secretSealed = body.kind === "s3" ? sealSecret(body.secret, id) : null;
  await openStore({ id, kind, settings, secretSealed }).test();
  return transaction(async (tx) => {
    const row = await tx.prisma.backupTarget.create({ data: { id, kind, name, settings, secretSealed } });
    await recordAudit(tx, actor, {
      action: "backup.target_added",
      targetKind: "backup",
      targetId: id,
      detail: { kind },
    });
    return toTargetView(row);
  });
}

async function findTarget(id: string) {
  const row = await sql().prisma.backupTarget.findUnique({ where: { id } });
  if (!row) throw coreErrors.not_found({ detail: "There is no such place." });
  return row;
}

/** Writes, reads and deletes a small file there. */
export async function testTarget(actor: Actor, id: string): Promise<{ status: "works" }> {
  authorise(actor, "backup.manage");
  await openStore(await findTarget(id)).test();
  return { status: "works" };
}

/** Forgets a place that no backup is in. */
export async function removeTarget(actor: Actor, id: string): Promise<{ status: "removed" }> {
  authorise(actor, "backup.manage");
  await findTarget(id);
  return transaction(async (tx) => {
    const settings = await tx.prisma.backupSettings.findUniqueOrThrow({ where: { id: 1 } });
    const isInUse = { targetId: id, state: { notIn: ["deleted", "failed", "cancelled"] } };
    const backups = await tx.prisma.backup.count({ where: isInUse });
    if (backups > 0 || settings.targetId === id) {
      throw coreErrors.conflict({ detail: "Backups are in this place, or new ones go there." });
    }
    await tx.prisma.backup.deleteMany({ where: { targetId: id } });
    await tx.prisma.backupTarget.delete({ where: { id } });
    await recordAudit(tx, actor, { action: "backup.target_removed", targetKind: "backup", targetId: id });
    return { status: "removed" };
  });
}
