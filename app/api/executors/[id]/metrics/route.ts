import { metricsAnswer, metricsRange } from "@/lib/executors/fleet/contract";
import { executorMetrics } from "@/lib/executors/fleet/samples";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "Metrics of an executor over time.",
  permission: "executor.read",
  params: idParams("executor"),
  query: metricsRange,
  response: metricsAnswer,
  handle: ({ actor, params, query }) => executorMetrics(actor, params.id, query.range),
});
