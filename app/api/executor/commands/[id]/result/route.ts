import { commandView, resultBody } from "@/lib/executors/commands/contract";
import { reportResult } from "@/lib/executors/commands/report-command";
import { authenticateExecutorCall } from "@/lib/http/callers/authenticate-executor-call";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "An executor reports the result of a command. A repetition changes nothing.",
  tag: "Executor",
  permission: null,
  executor: "only",
  limit: "executorCall",
  body: resultBody,
  response: commandView,
  handle: async ({ request, headers, params, body }) => {
    const { executor } = await authenticateExecutorCall(request, headers, { anySession: true });
    return reportResult(executor.id, params.id ?? "", body);
  },
});
