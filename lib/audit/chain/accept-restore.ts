import type { Actor } from "@/lib/access/actor";
import { sql } from "@/lib/db/transaction";
import { recordAudit } from "../record-audit";
import { sealChains } from "./seal-chains";
import { forgetWitness, readWitness, type Witness } from "./witness";

/**
 * Accepts the log as it is after a backup was restored: the witness of later seals is dropped, and the log records
 * who did that, why, and up to where it once went.
 */
export async function acceptRestore(
  actor: Actor,
  reason: string,
  witnessFile: string,
): Promise<{ before: number | null; seal: Witness | null }> {
  const witness = readWitness(witnessFile);
  const detail = { reason, witnessedSeal: witness?.seq ?? null, witnessedMac: witness?.mac ?? null };
  await recordAudit(sql(), actor, { action: "audit.restore_accepted", targetKind: "audit", targetId: null, detail });
  forgetWitness(witnessFile);
  const { seal } = await sealChains({ witnessFile });
  return { before: witness?.seq ?? null, seal };
}
