import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

/**
 * Documents that are the same for everybody and large: rendered once by Next, compressed once, and served from memory.
 * Their policy allows their own inline scripts by hash, since a nonce would have to be new in every answer.
 */
const paths = new Set(["/docs/api", "/docs/errors", "/api/openapi.json"]);

type Encoding = "br" | "gzip" | "identity";
type PublicDocument = { headers: Record<string, string>; bodies: Record<Encoding, Buffer>; hash: string };

export class PublicDocuments {
  readonly #render: RequestListener;
  readonly #documents = new Map<string, Promise<PublicDocument>>();

  /** `render` answers a request as Next would. */
  constructor(render: RequestListener) {
    this.#render = render;
  }

  serves(method: string | undefined, path: string): boolean {
    return paths.has(path) && (method === "GET" || method === "HEAD");
  }

  async send(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    const document = await this.#document(path);
    const encoding = encodingOf(request.headers["accept-encoding"]);
    const etag = `"${document.hash}-${encoding}"`;
    for (const [name, value] of Object.entries(document.headers)) response.setHeader(name, value);
    response.setHeader("etag", etag);
    response.setHeader("vary", "Accept-Encoding");
    response.setHeader("cache-control", "public, max-age=0, must-revalidate");
    if (request.headers["if-none-match"]?.includes(document.hash)) {
      response.statusCode = 304;
      response.end();
      return;
    }
    const body = document.bodies[encoding];
    if (encoding !== "identity") response.setHeader("content-encoding", encoding);
    response.setHeader("content-length", body.byteLength);
    response.end(request.method === "HEAD" ? undefined : body);
  }

  #document(path: string): Promise<PublicDocument> {
    const known = this.#documents.get(path);
    if (known) return known;
    const rendering = this.#renderOnce(path);
    this.#documents.set(path, rendering);
    // A failure is not kept: the next request tries again.
    rendering.catch(() => this.#documents.delete(path));
    return rendering;
  }

  /** Asks Next over a loopback port of its own, so that no client request queues behind it. */
  async #renderOnce(path: string): Promise<PublicDocument> {
    const server = createServer(this.#render);
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    try {
      const { port } = server.address() as AddressInfo;
      const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
        headers: { "accept-encoding": "identity" },
        signal: AbortSignal.timeout(30_000),
      });
      if (!answer.ok) throw new Error(`rendering ${path} answered ${answer.status}`);
      return await compressed(await answer.text(), answer.headers.get("content-type") ?? "text/html; charset=utf-8");
    } finally {
      server.close();
      server.closeAllConnections();
    }
  }
}

/** The best encoding that the client accepts; a weight of zero refuses one. */
export function encodingOf(accepted: string | string[] | undefined): Encoding {
  const names = String(accepted ?? "")
    .split(",")
    .map((entry) => entry.trim().toLowerCase())
    .filter((entry) => !/;\s*q=0(\.0*)?$/.test(entry))
    .map((entry) => entry.split(";")[0]);
  if (names.includes("br")) return "br";
  return names.includes("gzip") ? "gzip" : "identity";
}

async function compressed(rendered: string, contentType: string): Promise<PublicDocument> {
  const isPage = contentType.startsWith("text/html");
  const text = isPage ? rendered.replace(/(<(?:script|style|link)\b[^>]*?) nonce="[^"]*"/g, "$1") : rendered;
  const body = Buffer.from(text);
  const [br, gz] = await Promise.all([
    promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
    promisify(gzip)(body),
  ]);
  const headers: Record<string, string> = { "content-type": contentType };
  if (isPage) headers["content-security-policy"] = hashedPolicy(text);
  const hash = createHash("sha256").update(body).digest("base64url").slice(0, 22);
  return { headers, bodies: { br, gzip: gz, identity: body }, hash };
}

/** The policy of a page whose inline scripts are known: each by its hash, files from this origin only. */
export function hashedPolicy(html: string): string {
  const inline = [...html.matchAll(/<script\b(?![^>]*\bsrc=)[^>]*>([\s\S]*?)<\/script>/g)];
  const hashes = new Set(
    inline.map(([, script = ""]) => `'sha256-${createHash("sha256").update(script).digest("base64")}'`),
  );
  return [
    "default-src 'self'",
    `script-src 'self' ${[...hashes].join(" ")}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}
