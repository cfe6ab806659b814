import { z } from "zod";
import { powerBody, serverStatusSchema } from "@/lib/game-servers/contract";
import { powerServer } from "@/lib/game-servers/lifecycle/power-server";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Start, stop, restart or kill a server.",
  permission: "server.power",
  params: idParams("server"),
  body: powerBody,
  response: z.object({ status: serverStatusSchema }),
  status: 202,
  handle: ({ actor, params, body }) => powerServer(actor, params.id, body.action),
});
