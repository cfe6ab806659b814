import { credentialsView } from "@/lib/game-servers/contract";
import { revealCredentials } from "@/lib/game-servers/credentials/reveal-credentials";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "The server's secrets. Every read is audited.",
  permission: "server.credentials",
  limit: "sensitive",
  stepUp: "session",
  params: idParams("server"),
  response: credentialsView,
  handle: ({ actor, params }) => revealCredentials(actor, params.id),
});
