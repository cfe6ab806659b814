import { route } from "@/lib/http/route";
import { readAgentProgram } from "@/lib/monitoring/agents/program";

export const dynamic = "force-dynamic";

export const GET = route({
  summary: "The agent's program, one file for Node 20 and later.",
  permission: null,
  limit: "agentProgram",
  handle: async () => {
    const { text, sha256 } = await readAgentProgram();
    const headers = {
      "content-type": "text/javascript; charset=utf-8",
      "content-disposition": 'attachment; filename="agent.mjs"',
      "x-checksum-sha256": sha256,
      "cache-control": "no-cache",
    };
    return new Response(text, { headers });
  },
});
