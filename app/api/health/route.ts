import { newId } from "@/lib/core/ids";

/** Liveness: public, tells nothing, touches nothing. */
export function GET(): Response {
  const headers = { "cache-control": "no-store", "x-request-id": newId("request") };
  return Response.json({ status: "ok" }, { headers });
}
