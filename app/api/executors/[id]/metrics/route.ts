import { metricsAnswer, metricsRange } from "@/lib/executors/fleet/contract";
import { executorMetrics } from "@/lib/executors/fleet/samples";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "Metrics of an executor over time.",
  tag: "Executors",
  permission: "executor.read",
  query: metricsRange,
  response: metricsAnswer,
  handle: ({ actor, params, query }) => executorMetrics(actor, params.id ?? "", query.range),
});
