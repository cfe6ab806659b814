import { z } from "zod";
import { serverStatusSchema } from "@/lib/game-servers/contract";
import { reinstallServer } from "@/lib/game-servers/lifecycle/reinstall-server";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Delete the files and set up the server again.",
  permission: "server.reinstall",
  limit: "sensitive",
  params: idParams("server"),
  response: z.object({ status: serverStatusSchema }),
  status: 202,
  handle: ({ actor, params }) => reinstallServer(actor, params.id),
});
