import { z } from "zod";
import { commandView } from "@/lib/executors/commands/contract";
import { acknowledgeCommand } from "@/lib/executors/commands/report-command";
import { authenticateExecutorCall } from "@/lib/http/callers/authenticate-executor-call";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "An executor acknowledges a command. A repetition changes nothing.",
  permission: null,
  executor: "only",
  limit: "executorCall",
  // Any text: who calls is checked first, by the handler.
  params: z.object({ id: z.string() }),
  response: commandView,
  handle: async ({ request, headers, params }) => {
    const { executor, fence } = await authenticateExecutorCall(request, headers);
    return acknowledgeCommand(executor.id, params.id, fence);
  },
});
