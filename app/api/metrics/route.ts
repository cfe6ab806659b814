import { secretsEqual } from "@/lib/core/encryption/crypto";
import { env } from "@/lib/core/env";
import { coreErrors } from "@/lib/core/errors";
import { route } from "@/lib/http/route";
import type { RouteHandler } from "@/lib/http/route-types";
import { renderMetrics } from "@/lib/platform/metrics";

export const dynamic = "force-dynamic";

export const GET: RouteHandler = route({
  summary: "Figures for Prometheus, with METRICS_TOKEN as bearer token.",
  permission: null,
  anonymous: true,
  produces: "text/plain",
  handle: async ({ request, headers }) => {
    const given = /^Bearer (.+)$/.exec(request.headers.get("authorization") ?? "")?.[1] ?? "";
    if (!secretsEqual(given, env().METRICS_TOKEN)) {
      headers.set("www-authenticate", "Bearer");
      throw coreErrors.unauthenticated({ detail: "Send METRICS_TOKEN as bearer token." });
    }
    return new Response(await renderMetrics(), {
      headers: { "content-type": "text/plain; version=0.0.4; charset=utf-8" },
    });
  },
});
