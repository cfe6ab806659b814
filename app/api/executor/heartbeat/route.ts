import { heartbeatAnswer, heartbeatBody } from "@/lib/executors/fleet/contract";
import { takeHeartbeat } from "@/lib/executors/fleet/heartbeat";
import { authenticateExecutorCall } from "@/lib/http/callers/authenticate-executor-call";
import { route } from "@/lib/http/route";

export const POST = route({
  summary:
    "An executor reports that it is alive. The answer contains what is waiting for it and when to send the next one.",
  permission: null,
  executor: "only",
  limit: "executorHeartbeat",
  maxBodyBytes: 16_384,
  body: heartbeatBody,
  response: heartbeatAnswer,
  handle: async ({ request, headers, body }) => {
    const { executor } = await authenticateExecutorCall(request, headers, { limit: "executorHeartbeat" });
    return takeHeartbeat(executor.id, body);
  },
});
