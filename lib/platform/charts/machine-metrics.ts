import type { Actor } from "@/lib/access/actor";
import { chartMarks } from "@/lib/alerts/incidents/chart-marks";
import { answerChart } from "@/lib/monitoring/charts/answer-chart";
import type { ChartQuery, ChartView } from "@/lib/monitoring/charts/contract";
import { eventsBetween } from "@/lib/monitoring/machines/machine-events";
import { loadMachine } from "@/lib/monitoring/machines/queries";

/** The figures of a machine over time, as points or as a file. */
export async function machineMetrics(actor: Actor, id: string, query: ChartQuery): Promise<ChartView | Response> {
  const { name, ownerId } = await loadMachine(actor, id, "machine.read");
  return answerChart(
    actor,
    {
      kind: "machine",
      resourceId: id,
      name,
      events: (window) => eventsBetween(id, window),
      marks: (window) => chartMarks(actor, { kind: "machine", id, ownerId }, window),
    },
    query,
  );
}
