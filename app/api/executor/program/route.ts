import { matchesEtag } from "@/lib/executors/config/read-config";
import { readProgram } from "@/lib/executors/enrolment/program";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "The executor program, one file for Node 22.12 and later, with this panel's address in it.",
  permission: null,
  limit: "executorProgram",
  validated: true,
  handle: async ({ request }) => {
    const { text, sha256 } = await readProgram();
    const etag = `"${sha256}"`;
    const headers = {
      etag,
      "content-type": "text/javascript; charset=utf-8",
      "content-disposition": 'attachment; filename="lightnode-executor.mjs"',
      "x-sha256": sha256,
      "cache-control": "no-cache",
    };
    const isKnown = matchesEtag(request.headers.get("if-none-match"), etag);
    return isKnown ? new Response(null, { status: 304, headers }) : new Response(text, { headers });
  },
});
