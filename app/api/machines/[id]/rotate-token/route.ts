import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";
import { rotateAgentToken } from "@/lib/monitoring/agents/agent-credentials";
import { rotatedTokenView, rotateTokenBody } from "@/lib/monitoring/machines/contract";

export const POST = route({
  summary: "Give an agent a new token; the old one stays valid for the overlap. It is shown once.",
  permission: "machine.manage",
  limit: "keyManagement",
  params: idParams("machine"),
  body: rotateTokenBody,
  response: rotatedTokenView,
  stepUp: true,
  handle: ({ actor, params, body }) => rotateAgentToken(actor, params.id, body.overlapMinutes),
});
