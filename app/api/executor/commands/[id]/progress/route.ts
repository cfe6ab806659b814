import { z } from "zod";
import { commandView, progressBody } from "@/lib/executors/commands/contract";
import { reportProgress } from "@/lib/executors/commands/report-command";
import { authenticateExecutorCall } from "@/lib/http/callers/authenticate-executor-call";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "An executor reports the progress of a command.",
  permission: null,
  executor: "only",
  limit: "executorCall",
  // Any text: who calls is checked first, by the handler.
  params: z.object({ id: z.string() }),
  maxBodyBytes: 16_384,
  body: progressBody,
  response: commandView,
  handle: async ({ request, headers, params, body }) => {
    const { executor } = await authenticateExecutorCall(request, headers);
    return reportProgress(executor.id, params.id, body);
  },
});
