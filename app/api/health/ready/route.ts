import { z } from "zod";
import { dependencyNames, sharedReadiness } from "@/lib/health/readiness";
import { route } from "@/lib/http/route";
import type { RouteHandler } from "@/lib/http/route-types";

export const dynamic = "force-dynamic";

const readiness = z.object({
  status: z.enum(["ready", "degraded", "unavailable"]),
  dependencies: z.array(
    z.object({ name: z.enum(dependencyNames), status: z.enum(["up", "down"]), required: z.boolean() }),
  ),
});

export const GET: RouteHandler = route({
  summary: "Readiness: each dependency by name and state; 503 if a required one is down.",
  permission: null,
  anonymous: true,
  limit: null,
  reportsOutage: true,
  response: readiness,
  handle: async ({ headers }) => {
    const { status, dependencies } = await sharedReadiness();
    // Details are shown on administrators' pages and the command line only.
    const body = {
      status,
      dependencies: dependencies.map(({ name, status: state, required }) => ({ name, status: state, required })),
    };
    if (status !== "unavailable") return body;
    headers.set("retry-after", "5");
    return Response.json(body, { status: 503 });
  },
});
