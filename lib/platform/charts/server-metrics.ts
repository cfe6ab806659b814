import type { Actor } from "@/lib/access/actor";
import { chartMarks } from "@/lib/alerts/incidents/chart-marks";
import { sql } from "@/lib/db/transaction";
import { loadServer } from "@/lib/game-servers/load-server";
import { answerChart } from "@/lib/monitoring/charts/answer-chart";
import type { ChartQuery, ChartView } from "@/lib/monitoring/charts/contract";
import { eventsBetween } from "@/lib/workloads/queries";

/** The figures of a server over time: game servers decide who reads them, monitoring has them. */
export async function serverMetrics(actor: Actor, id: string, query: ChartQuery): Promise<ChartView | Response> {
  const { name, ownerId } = await loadServer(actor, id, "server.read", sql());
  return answerChart(
    actor,
    {
      kind: "server",
      resourceId: id,
      name,
      events: ({ fromMs, toMs }) => eventsBetween(id, new Date(fromMs), new Date(toMs)),
      marks: (window) => chartMarks(actor, { kind: "server", id, ownerId }, window),
    },
    query,
  );
}
