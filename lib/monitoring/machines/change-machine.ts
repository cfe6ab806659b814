import type { Actor } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record-audit";
import { transaction } from "@/lib/db/transaction";
import { lockMachine } from "../agents/agents.sql";
import type { MachineDetail } from "./contract";
import { getMachine, loadMachine } from "./queries";

export async function renameMachine(actor: Actor, id: string, name: string): Promise<MachineDetail> {
  await transaction(async (tx) => {
    await tx.row(lockMachine, [id]);
    const before = await loadMachine(actor, id, "machine.manage", tx);
    await tx.prisma.machine.update({ where: { id }, data: { name } });
    await recordAudit(tx, actor, {
      action: "machine.renamed",
      targetKind: "machine",
      targetId: id,
      before: { name: before.name },
      after: { name },
    });
  });
  return getMachine(actor, id);
}

/** Removes a machine: its agent is refused from now on, and its samples go with their partitions. */
export async function removeMachine(actor: Actor, id: string): Promise<void> {
  await transaction(async (tx) => {
    await tx.row(lockMachine, [id]);
    const { subject } = await loadMachine(actor, id, "machine.manage", tx);
    // The machine refers to its subject and is deleted with it.
    await tx.prisma.metricSubject.delete({ where: { id: subject } });
    await tx.prisma.metricLatest.deleteMany({ where: { subject } });
    await recordAudit(tx, actor, { action: "machine.removed", targetKind: "machine", targetId: id });
  });
}
