import { z } from "zod";
import { type RouteHandler, route } from "@/lib/http/route";

export const dynamic = "force-dynamic";

export const GET: RouteHandler = route({
  summary: "Liveness: the process answers. No dependency is checked.",
  tag: "Panel",
  permission: null,
  anonymous: true,
  limit: null,
  response: z.object({ status: z.literal("ok") }),
  handle: async () => ({ status: "ok" as const }),
});
