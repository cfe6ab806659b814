import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { recordAudit } from "@/lib/audit/record-audit";
import { keyRing } from "@/lib/core/encryption/field-cipher";
import { newId } from "@/lib/core/ids";
import { brokenConstraint } from "@/lib/db/errors";
import { type Tx, transaction } from "@/lib/db/transaction";
import { encryptionErrors } from "../errors";
import { noteKeys } from "../follow-keys";
import { addToRingFile, newKeyEntry, ringFile } from "../ring-file";

/**
 * Begins a change of the key that encrypts. First the key is distributed, then, once every running process can read it,
 * it is activated (step-rotation.ts), and the worker encrypts the existing rows again, a batch at a time.
 */
export async function startRotation(actor: Actor): Promise<{ id: string; toKey: string }> {
  authorise(actor, "encryption.manage");
  const id = newId("rotation");
  try {
    const toKey = await transaction(async (tx) => {
      // First, so that of two at once only one makes a key.
      await tx.prisma.encryptionRotation.create({ data: { id, toKey: "", requestedBy: actor.userId } });
      const key = await provideKey(tx);
      await noteKeys(tx, [key]);
      await tx.prisma.encryptionRotation.update({ where: { id }, data: { toKey: key } });
      await recordAudit(tx, actor, {
        action: "encryption.rotation_started",
        targetKind: "encryption_key",
        targetId: key,
        detail: { from: keyRing().activeId },
      });
      return key;
    });
    return { id, toKey };
  } catch (error) {
    if (brokenConstraint(error) === "encryption_rotation_is_current_key") throw encryptionErrors.rotation_running();
    throw error;
  }
}

/** A key that was never used: one the operator added, or a new one in our own file. */
async function provideKey(tx: Tx): Promise<string> {
  const ring = keyRing();
  ring.refresh();
  const used = await tx.prisma.encryptionKey.findMany({ where: { state: { not: "known" } }, select: { id: true } });
  const unused = ring.ids.find((id) => id !== ring.activeId && !used.some((key) => key.id === id));
  if (unused) return unused;
  const file = ringFile();
  if (!file) throw encryptionErrors.no_new_key();
  const id = await nextKeyId(tx);
  addToRingFile(file, newKeyEntry(id));
  ring.refresh();
  return id;
}

/** `k2` after `k1`: one more than the highest that was ever there. */
export async function nextKeyId(tx: Tx): Promise<string> {
  const known = await tx.prisma.encryptionKey.findMany({ select: { id: true } });
  const numbers = [...known.map(({ id }) => id), ...keyRing().ids].map((id) => Number(/^k(\d+)$/.exec(id)?.[1] ?? 0));
  return `k${Math.max(0, ...numbers) + 1}`;
}
