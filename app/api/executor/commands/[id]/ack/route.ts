import { commandView } from "@/lib/executors/commands/contract";
import { acknowledgeCommand } from "@/lib/executors/commands/report-command";
import { executorDoor } from "@/lib/http/executor-door";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "An executor acknowledges a command. A repetition changes nothing.",
  tag: "Executor",
  permission: null,
  executor: "only",
  limit: "executorCall",
  response: commandView,
  handle: async ({ request, headers, params }) => {
    const { executor, fence } = await executorDoor(request, headers);
    return acknowledgeCommand(executor.id, params.id ?? "", fence);
  },
});
