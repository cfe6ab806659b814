import { healthHistory, historyQuery } from "@/lib/health/contract";
import { readHealthHistory } from "@/lib/health/read-history";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "What the health checks found in the last hours, in at most 90 steps, with the availability of each.",
  permission: "health.read",
  query: historyQuery,
  response: healthHistory,
  handle: ({ actor, query }) => readHealthHistory(actor, query.hours),
});
