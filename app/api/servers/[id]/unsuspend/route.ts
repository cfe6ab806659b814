import { z } from "zod";
import { serverStatusSchema } from "@/lib/game-servers/contract";
import { unsuspendServer } from "@/lib/game-servers/lifecycle/suspend-server";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Lift a suspension.",
  tag: "Servers",
  permission: "server.suspend",
  limit: "sensitive",
  response: z.object({ status: serverStatusSchema }),
  status: 202,
  handle: ({ actor, params }) => unsuspendServer(actor, params.id ?? ""),
});
