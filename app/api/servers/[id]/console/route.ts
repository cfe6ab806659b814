import { openConsole } from "@/lib/game-servers/stream-console";
import { authenticate } from "@/lib/http/authenticate";
import { route } from "@/lib/http/route";
import { eventStream } from "@/lib/http/stream";

export const dynamic = "force-dynamic";

export const GET = route({
  summary: "Server-Sent Events: `line`, `status`, `stats`; `Last-Event-ID` resumes.",
  tag: "Servers",
  permission: "server.console",
  handle: async ({ actor, params, request }) => {
    const currentActor = async () => (await authenticate(request.headers, actor.origin))?.actor ?? null;
    const source = await openConsole(actor, params.id ?? "", request.headers.get("last-event-id"), currentActor);
    return eventStream(source, request, actor.userId ?? "");
  },
});
