import { z } from "zod";
import { route } from "@/lib/http/route";
import type { RouteHandler } from "@/lib/http/route-types";

export const dynamic = "force-dynamic";

export const GET: RouteHandler = route({
  summary: "Liveness: the process answers. No dependency is checked.",
  permission: null,
  anonymous: true,
  limit: null,
  response: z.object({ status: z.literal("ok") }),
  handle: async () => ({ status: "ok" as const }),
});
