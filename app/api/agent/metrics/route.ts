import { authenticateAgentCall } from "@/lib/http/callers/authenticate-agent-call";
import { route } from "@/lib/http/route";
import { takeMetrics } from "@/lib/monitoring/agents/take-metrics";
import { metricsAnswerBody, metricsBody } from "@/lib/monitoring/samples/contract";

export const POST = route({
  summary:
    "An agent sends samples of its machine, with its token as bearer token. The same batch again changes nothing.",
  permission: null,
  agent: authenticateAgentCall,
  limit: null,
  maxBodyBytes: 1_000_000,
  gzip: true,
  body: metricsBody,
  response: metricsAnswerBody,
  handle: ({ agent, body }) => takeMetrics(agent, body),
});
