import { env } from "@/lib/core/env";

export const dynamic = "force-dynamic";

/** The smallest possible answer of this server: the baseline of `npm run bench` for reads. */
export function GET(): Response {
  return env().BENCH_ROUTES ? Response.json({ ok: true }) : new Response(null, { status: 404 });
}
