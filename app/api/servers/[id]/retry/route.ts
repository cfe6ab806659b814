import { z } from "zod";
import { serverStatusSchema } from "@/lib/game-servers/contract";
import { retryServer } from "@/lib/game-servers/lifecycle/retry-server";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Try again after a failure.",
  permission: "server.power",
  limit: "sensitive",
  params: idParams("server"),
  response: z.object({ status: serverStatusSchema }),
  status: 202,
  handle: ({ actor, params }) => retryServer(actor, params.id),
});
