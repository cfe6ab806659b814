import { z } from "zod";
import { healthFinding } from "@/lib/health/contract";
import { readHealth } from "@/lib/health/read-health";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "What each health check finds now, with what to do about it; at most every ten seconds a new one.",
  permission: "health.read",
  response: z.object({ items: z.array(healthFinding) }),
  handle: ({ actor }) => readHealth(actor),
});
