import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { recordAudit } from "@/lib/audit/record-audit";
import { coreErrors } from "@/lib/core/errors";
import { transaction } from "@/lib/db/transaction";
import { countRowsByKey, totalByKey } from "./count-rows";
import { encryptionErrors } from "./errors";
import { ringFile, takeFromRingFile } from "./ring-file";
import { lockKey } from "./rotation.sql";

/**
 * Retires a key permanently, after a check that no row uses it. Kept in our own file's list of retired keys (backups
 * from its time need it) unless `destroy`; a key of the environment has to be removed by the operator.
 */
export async function retireKey(
  actor: Actor,
  id: string,
  options: { destroy?: boolean } = {},
): Promise<{ id: string; removedFromFile: boolean }> {
  authorise(actor, "encryption.manage");
  await transaction(async (tx) => {
    await tx.row(lockKey, [id]);
    const key = await tx.prisma.encryptionKey.findUnique({ where: { id }, select: { state: true } });
    if (!key) throw coreErrors.not_found({ detail: `There is no encryption key ${id}.` });
    if (key.state === "active")
      throw encryptionErrors.key_in_use({ detail: `The key ${id} is the one that encrypts.` });
    const running = await tx.prisma.encryptionRotation.findUnique({ where: { isCurrent: true }, select: { id: true } });
    if (running) throw encryptionErrors.rotation_running();
    const rows = totalByKey(await countRowsByKey(tx)).get(id) ?? 0;
    if (rows > 0) throw encryptionErrors.key_in_use({ detail: `${rows} rows are encrypted with the key ${id}.` });
    await tx.prisma.encryptionKey.updateMany({ where: { id }, data: { state: "retired", retiredAt: new Date() } });
    await recordAudit(tx, actor, {
      action: "encryption.key_retired",
      targetKind: "encryption_key",
      targetId: id,
      detail: { destroyed: options.destroy ?? false },
    });
  });
  const file = ringFile();
  if (file) takeFromRingFile(file, id, { destroy: options.destroy ?? false });
  return { id, removedFromFile: file !== null };
}
