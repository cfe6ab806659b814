import { env } from "@/lib/core/env";
import { insertBenchRow } from "@/lib/platform/bench-row";

/** The smallest possible write of this server: the baseline of `npm run bench` for creates. */
export async function POST(): Promise<Response> {
  if (!env().BENCH_ROUTES) return new Response(null, { status: 404 });
  await insertBenchRow();
  return Response.json({ ok: true }, { status: 201 });
}
