import { createHash } from "node:crypto";
import { route } from "@/lib/http/route";
import { readInstallScript } from "@/lib/monitoring/agents/install-script";

export const dynamic = "force-dynamic";

export const GET = route({
  summary: "The script that installs the agent on a machine.",
  permission: null,
  limit: "agentProgram",
  handle: async () => {
    const text = await readInstallScript();
    const headers = {
      "content-type": "text/x-shellscript; charset=utf-8",
      "x-checksum-sha256": createHash("sha256").update(text).digest("hex"),
      "cache-control": "no-cache",
    };
    return new Response(text, { headers });
  },
});
