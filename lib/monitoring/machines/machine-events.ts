import { newId } from "@/lib/core/ids";
import type { Tx } from "@/lib/db/transaction";

export async function recordMachineEvent(tx: Tx, machineId: string, kind: string, message: string): Promise<void> {
  await tx.prisma.machineEvent.createMany({ data: { id: newId("machineEvent"), machineId, kind, message } });
}
