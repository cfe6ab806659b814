import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";
import { chartQuery, chartView } from "@/lib/monitoring/charts/contract";
import { serverMetrics } from "@/lib/platform/charts/server-metrics";

export const GET = route({
  summary: "Figures of a server over time: average, lowest and highest of each point, or a CSV file.",
  permission: "server.read",
  params: idParams("server"),
  query: chartQuery,
  response: chartView,
  handle: ({ actor, params, query }) => serverMetrics(actor, params.id, query),
});
