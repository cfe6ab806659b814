import type { IncomingMessage } from "node:http";

/** Refusal of an HTTP request; the text is what the Pusher libraries show. */
export class HttpRefusal extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** Path (as sent, still percent-encoded) and query of a request. */
export function splitTarget(target: string): { path: string; search: string } {
  const mark = target.indexOf("?");
  return mark < 0 ? { path: target, search: "" } : { path: target.slice(0, mark), search: target.slice(mark + 1) };
}

/** The raw body, read no further than `maxBytes`; beyond that a 413. */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  if (Number(request.headers["content-length"] ?? 0) > maxBytes) throw new HttpRefusal(413, "The body is too large");
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes: Buffer = Buffer.from(chunk);
    size += bytes.length;
    if (size > maxBytes) throw new HttpRefusal(413, "The body is too large");
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}
