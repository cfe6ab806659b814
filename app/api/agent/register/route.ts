import { requestOrigin } from "@/lib/http/callers/authenticate";
import { route } from "@/lib/http/route";
import { registerAgent } from "@/lib/monitoring/agents/enrolment";
import { registerAnswer, registerBody } from "@/lib/monitoring/machines/contract";

export const POST = route({
  summary: "Register a machine with an enrolment token. The agent's token is returned only once.",
  permission: null,
  limit: "agentRegister",
  maxBodyBytes: 4096,
  body: registerBody,
  response: registerAnswer,
  status: 201,
  handle: ({ request, headers, body }) =>
    registerAgent(requestOrigin(request.headers, headers.get("x-request-id")), body),
});
