import { z } from "zod";
import { endPanelSessions } from "@/lib/auth/sessions/end-panel-sessions";
import { credentialsView } from "@/lib/game-servers/contract";
import { rotateCredentials } from "@/lib/game-servers/credentials/rotate-credentials";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Create new console and panel passwords. A running server restarts to apply them.",
  permission: "server.credentials",
  limit: "sensitive",
  stepUp: "session",
  params: idParams("server"),
  response: credentialsView.extend({ restarting: z.boolean() }),
  handle: ({ actor, params }) => rotateCredentials(actor, params.id, endPanelSessions),
});
