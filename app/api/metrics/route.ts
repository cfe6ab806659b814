import { secretsEqual } from "@/lib/core/crypto";
import { env } from "@/lib/core/env";
import { newId } from "@/lib/core/ids";
import { renderMetrics } from "@/lib/platform/metrics";

export const dynamic = "force-dynamic";

/** Prometheus text, for whoever holds METRICS_TOKEN. */
export async function GET(request: Request): Promise<Response> {
  const given = /^Bearer (.+)$/.exec(request.headers.get("authorization") ?? "")?.[1] ?? "";
  if (!secretsEqual(given, env().METRICS_TOKEN)) {
    return new Response("unauthenticated\n", { status: 401, headers: { "www-authenticate": "Bearer" } });
  }
  const headers = {
    "content-type": "text/plain; version=0.0.4; charset=utf-8",
    "cache-control": "no-store",
    "x-request-id": newId("request"),
  };
  return new Response(await renderMetrics(), { headers });
}
