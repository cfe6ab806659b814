import { isAppError } from "@/lib/core/errors";
import { authenticateAgent, type CallingAgent } from "@/lib/monitoring/agents/authenticate-agent";
import { enforceLimit, limitClasses } from "../limits/rate-limit";
import { requestOrigin } from "./authenticate";
import { limitSubject } from "./client-address";

/**
 * Authenticates the calling agent. Its calls are counted under its id once it proved who it is; bad tokens are counted by
 * address.
 */
export async function authenticateAgentCall(request: Request, headers: Headers): Promise<CallingAgent> {
  const origin = requestOrigin(request.headers, headers.get("x-request-id"));
  const agent = await authenticateAgent(request.headers).catch(async (error) => {
    if (isAppError(error) && error.status === 401) {
      await enforceLimit(limitClasses.general, `agent:${limitSubject(origin.ip)}`, headers);
    }
    throw error;
  });
  await enforceLimit(limitClasses.agentMetrics, agent.id, headers);
  return agent;
}
