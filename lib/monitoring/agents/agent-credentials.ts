import type { Actor } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record-audit";
import { sha256 } from "@/lib/core/encryption/crypto";
import { makeMachineSecret } from "@/lib/core/encryption/machine-secrets";
import { type Tx, transaction } from "@/lib/db/transaction";
import { monitoringErrors } from "../errors";
import { recordMachineEvent } from "../machines/machine-events";
import { loadMachine } from "../machines/queries";
import { lockMachine } from "./agents.sql";
import { agentTokenPrefix } from "./authenticate-agent";

/** A new token, shown once; the old one stays valid for `overlapMinutes`. An older overlap ends at once. */
export async function rotateAgentToken(
  actor: Actor,
  id: string,
  overlapMinutes: number,
): Promise<{ token: string; previousUntil: string }> {
  const token = makeMachineSecret(agentTokenPrefix);
  const previousUntil = new Date(Date.now() + overlapMinutes * 60_000);
  await transaction(async (tx) => {
    const { tokenHash, revokedAt } = await lockAgent(tx, actor, id);
    if (revokedAt) throw monitoringErrors.machine_revoked();
    const previousHash = overlapMinutes > 0 ? tokenHash : null;
    await tx.prisma.machine.update({ where: { id }, data: { tokenHash: sha256(token), previousHash, previousUntil } });
    await recordMachineEvent(tx, id, "token", "Its agent got a new token.");
    const event = { action: "machine.token_rotated", targetKind: "machine", targetId: id, detail: { overlapMinutes } };
    await recordAudit(tx, actor, event);
  });
  return { token, previousUntil: previousUntil.toISOString() };
}

/** Its agent is refused from now on; the machine and its samples stay. A second time does nothing. */
export async function revokeAgent(actor: Actor, id: string): Promise<void> {
  await transaction(async (tx) => {
    const { revokedAt } = await lockAgent(tx, actor, id);
    if (revokedAt) return;
    const data = { revokedAt: new Date(), tokenHash: null, previousHash: null, previousUntil: null };
    await tx.prisma.machine.update({ where: { id }, data });
    await recordMachineEvent(tx, id, "revoked", "Its agent was revoked.");
    await recordAudit(tx, actor, { action: "machine.revoked", targetKind: "machine", targetId: id });
  });
}

async function lockAgent(tx: Tx, actor: Actor, id: string) {
  await tx.row(lockMachine, [id]);
  const row = await loadMachine(actor, id, "machine.manage", tx);
  if (row.isLocal) throw monitoringErrors.machine_is_local();
  return tx.prisma.machine.findUniqueOrThrow({ where: { id }, select: { tokenHash: true, revokedAt: true } });
}
