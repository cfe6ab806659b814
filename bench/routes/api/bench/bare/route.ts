export const dynamic = "force-dynamic";

/** The smallest possible answer of this server: the baseline of `npm run bench` for reads. */
export function GET(): Response {
  return Response.json({ ok: true });
}
