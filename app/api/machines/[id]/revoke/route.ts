import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";
import { revokeAgent } from "@/lib/monitoring/agents/agent-credentials";

export const POST = route({
  summary: "Refuse a machine's agent from now on; the machine and its figures stay.",
  permission: "machine.manage",
  limit: "ending",
  params: idParams("machine"),
  status: 204,
  handle: ({ actor, params }) => revokeAgent(actor, params.id),
});
