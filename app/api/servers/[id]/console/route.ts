import { z } from "zod";
import { openConsole } from "@/lib/game-servers/console/open-console";
import { authenticate } from "@/lib/http/callers/authenticate";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";
import { eventStream } from "@/lib/http/stream";

export const dynamic = "force-dynamic";

export const GET = route({
  summary:
    "Server-Sent Events: `line`, `skipped` (lines left out when a game writes too fast; `more`: also lines that were not counted), `status`, `stats`; `Last-Event-ID` resumes.",
  permission: "server.console",
  params: idParams("server"),
  query: z.object({ after: z.string().max(64).optional() }),
  handle: async ({ actor, params, query, request }) => {
    const currentActor = async () => (await authenticate(request.headers, actor.origin))?.actor ?? null;
    const after = request.headers.get("last-event-id") ?? query.after ?? null;
    const source = await openConsole(actor, params.id, after, currentActor);
    return eventStream(source, request, actor.userId ?? "");
  },
});
