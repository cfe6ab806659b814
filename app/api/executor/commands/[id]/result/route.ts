import { z } from "zod";
import { commandView, resultBody } from "@/lib/executors/commands/contract";
import { reportResult } from "@/lib/executors/commands/report-command";
import { authenticateExecutorCall } from "@/lib/http/callers/authenticate-executor-call";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "An executor reports the result of a command. A repetition changes nothing.",
  permission: null,
  executor: "only",
  limit: "executorCall",
  // Any text: who calls is checked first, by the handler.
  params: z.object({ id: z.string() }),
  body: resultBody,
  response: commandView,
  handle: async ({ request, headers, params, body }) => {
    const { executor } = await authenticateExecutorCall(request, headers, { anySession: true });
    return reportResult(executor.id, params.id, body);
  },
});
