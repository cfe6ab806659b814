import type { Actor } from "@/lib/access/actor";
import { sql } from "@/lib/db/transaction";
import { answerChart } from "../charts/answer-chart";
import type { ChartEvent, ChartQuery, ChartView } from "../charts/contract";
import type { Window } from "../charts/read-chart";
import { loadMachine } from "./queries";

/** The figures of a machine over time, as points or as a file. */
export async function machineMetrics(actor: Actor, id: string, query: ChartQuery): Promise<ChartView | Response> {
  const { name } = await loadMachine(actor, id, "machine.read");
  const events = (window: Window) => eventsOf(id, window);
  return answerChart(actor, { kind: "machine", resourceId: id, name, events }, query);
}

const mostEvents = 200;

async function eventsOf(machineId: string, { fromMs, toMs }: Window): Promise<ChartEvent[]> {
  const rows = await sql().prisma.machineEvent.findMany({
    where: { machineId, at: { gte: new Date(fromMs), lt: new Date(toMs) } },
    orderBy: { at: "desc" },
    take: mostEvents,
  });
  return rows.reverse().map(({ at, kind, message }) => ({ at: at.toISOString(), kind, message }));
}
