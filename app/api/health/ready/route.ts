import { newId } from "@/lib/core/ids";
import { checkReadiness } from "@/lib/platform/health";

export const dynamic = "force-dynamic";

/** Readiness: each dependency by name and state. Details are for administrators' pages and the command line. */
export async function GET(): Promise<Response> {
  const { status, dependencies } = await checkReadiness();
  const body = {
    status,
    dependencies: dependencies.map(({ name, status: state, required }) => ({ name, status: state, required })),
  };
  const headers: Record<string, string> = { "cache-control": "no-store", "x-request-id": newId("request") };
  if (status === "unavailable") headers["retry-after"] = "5";
  return Response.json(body, { status: status === "unavailable" ? 503 : 200, headers });
}
