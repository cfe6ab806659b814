import { gunzipSync } from "node:zlib";
import { insertBenchSamples } from "../../../bench-samples";

export const dynamic = "force-dynamic";

/** The least that storing a batch costs in this server: unpack, parse, insert. No rights, schema or queue. */
export async function POST(request: Request): Promise<Response> {
  const text = gunzipSync(Buffer.from(await request.arrayBuffer())).toString();
  await insertBenchSamples(JSON.parse(text));
  return Response.json({ ok: true });
}
