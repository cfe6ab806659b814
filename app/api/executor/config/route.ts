import { configAnswer } from "@/lib/executors/config/contract";
import { answerConfig, auditConfigRead, matchesEtag } from "@/lib/executors/config/read-config";
import { authenticateExecutorCall } from "@/lib/http/callers/authenticate-executor-call";
import { enforceLimit, limitClasses } from "@/lib/http/limits/rate-limit";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "The configuration of an executor, for its key and secret; 304 if it already has this version.",
  permission: null,
  validated: true,
  executor: "only",
  limit: "executorConfig",
  response: configAnswer,
  handle: async ({ request, headers }) => {
    const { executor, origin } = await authenticateExecutorCall(request, headers, { limit: null });
    const { text, etag } = answerConfig(executor);
    headers.set("etag", etag);
    headers.set("cache-control", "private, no-store");
    const isKnown = matchesEtag(request.headers.get("if-none-match"), etag);
    await enforceLimit(isKnown ? limitClasses.executorCall : limitClasses.executorConfig, executor.id, headers);
    await auditConfigRead(executor, origin, !isKnown);
    if (isKnown) return new Response(null, { status: 304 });
    return new Response(text, { headers: { "content-type": "application/json; charset=utf-8" } });
  },
});
