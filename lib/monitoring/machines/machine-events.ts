import { newId } from "@/lib/core/ids";
import { sql, type Tx } from "@/lib/db/transaction";
import type { ChartEvent } from "../charts/contract";
import type { Window } from "../charts/read-chart";

export async function recordMachineEvent(tx: Tx, machineId: string, kind: string, message: string): Promise<void> {
  await tx.prisma.machineEvent.createMany({ data: { id: newId("machineEvent"), machineId, kind, message } });
}

const mostEvents = 200;

/** What happened to a machine in a part of time, oldest first. */
export async function eventsBetween(machineId: string, { fromMs, toMs }: Window): Promise<ChartEvent[]> {
  const rows = await sql().prisma.machineEvent.findMany({
    where: { machineId, at: { gte: new Date(fromMs), lt: new Date(toMs) } },
    orderBy: { at: "desc" },
    take: mostEvents,
  });
  return rows.reverse().map(({ at, kind, message }) => ({ at: at.toISOString(), kind, message }));
}
