import { readBenchRow } from "../../../bench-row";

export const dynamic = "force-dynamic";

/** The smallest possible database read of this server: the baseline of `npm run bench` for calls of executors. */
export async function GET(): Promise<Response> {
  return Response.json({ ok: true, row: await readBenchRow() });
}

/** The same for calls with a body. */
export async function POST(request: Request): Promise<Response> {
  return Response.json({ ok: (await request.text()) !== "", row: await readBenchRow() });
}
