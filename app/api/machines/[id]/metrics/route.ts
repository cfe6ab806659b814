import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";
import { chartQuery, chartView } from "@/lib/monitoring/charts/contract";
import { machineMetrics } from "@/lib/platform/charts/machine-metrics";

export const GET = route({
  summary: "Figures of a machine over time: average, lowest and highest of each point, or a CSV file.",
  permission: "machine.read",
  params: idParams("machine"),
  query: chartQuery,
  response: chartView,
  handle: ({ actor, params, query }) => machineMetrics(actor, params.id, query),
});
