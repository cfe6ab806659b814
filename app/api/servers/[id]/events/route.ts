import { z } from "zod";
import { serverEventView } from "@/lib/game-servers/contract";
import { listServerEvents } from "@/lib/game-servers/queries";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "The server's timeline; `after` asks for entries with a larger sequence.",
  permission: "server.read",
  params: idParams("server"),
  query: z.strictObject({ after: z.coerce.number().int().min(0).optional() }),
  response: z.object({ items: z.array(serverEventView) }),
  handle: ({ actor, params, query }) => listServerEvents(actor, params.id, query.after),
});
