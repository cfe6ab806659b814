import { z } from "zod";
import { serverStatusSchema } from "@/lib/game-servers/contract";
import { suspendServer } from "@/lib/game-servers/lifecycle/suspend-server";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Stop a server and prevent it from being started.",
  permission: "server.suspend",
  limit: "sensitive",
  params: idParams("server"),
  response: z.object({ status: serverStatusSchema }),
  status: 202,
  handle: ({ actor, params }) => suspendServer(actor, params.id),
});
