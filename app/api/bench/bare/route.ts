import { env } from "@/lib/core/env";

export const dynamic = "force-dynamic";

/** The least that this server can answer: what `npm run bench` compares reads with. */
export function GET(): Response {
  return env().BENCH_ROUTES ? Response.json({ ok: true }) : new Response(null, { status: 404 });
}
