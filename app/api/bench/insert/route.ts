import { env } from "@/lib/core/env";
import { insertBenchRow } from "@/lib/platform/bench-row";

/** The least that this server can write: what `npm run bench` compares creates with. */
export async function POST(): Promise<Response> {
  if (!env().BENCH_ROUTES) return new Response(null, { status: 404 });
  await insertBenchRow();
  return Response.json({ ok: true }, { status: 201 });
}
