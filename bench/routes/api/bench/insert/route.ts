import { insertBenchRow } from "../../../bench-row";

export const dynamic = "force-dynamic";

/** The smallest possible write of this server: the baseline of `npm run bench` for creates. */
export async function POST(): Promise<Response> {
  await insertBenchRow();
  return Response.json({ ok: true }, { status: 201 });
}
