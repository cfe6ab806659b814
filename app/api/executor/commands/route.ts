import { z } from "zod";
import { deliveredCommand, pendingQuery } from "@/lib/executors/commands/contract";
import { pendingCommands } from "@/lib/executors/commands/pending-commands";
import { authenticateExecutorCall } from "@/lib/http/callers/authenticate-executor-call";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "Commands not yet acknowledged, in order. With `wait`, the answer is delayed until there is one.",
  permission: null,
  executor: "only",
  limit: "executorCall",
  query: pendingQuery,
  response: z.object({ items: z.array(deliveredCommand) }),
  handle: async ({ request, headers, query }) => {
    const { executor } = await authenticateExecutorCall(request, headers);
    return { items: await pendingCommands(executor.id, query, request.signal) };
  },
});
