import { z } from "zod";
import { serverStatusSchema } from "@/lib/game-servers/contract";
import { cancelRestart } from "@/lib/game-servers/lifecycle/cancel-restart";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const DELETE = route({
  summary: "Cancel the restart that waits after a crash.",
  permission: "server.power",
  params: idParams("server"),
  response: z.object({ status: serverStatusSchema }),
  handle: ({ actor, params }) => cancelRestart(actor, params.id),
});
