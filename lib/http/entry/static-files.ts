import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import path from "node:path";
import { encodingOf } from "./public-documents";

/**
 * Scripts and styles of the build, which `npm start` compresses once with Brotli (scripts/setup/build.mjs): smaller than
 * what Next compresses for each request, and without its work. Names carry a hash of the content, so they never change.
 * Clients that do not accept Brotli, and every other file, get Next's answer.
 */
const types: Record<string, string> = {
  ".js": "application/javascript; charset=UTF-8",
  ".css": "text/css; charset=UTF-8",
};

export class StaticFiles {
  readonly #folder: string;
  readonly #names: ReadonlySet<string>;

  /** `folder` is the build's `static` folder; without one there is nothing to serve. */
  constructor(folder: string | null) {
    this.#folder = folder ?? "";
    this.#names = new Set(folder === null ? [] : compressedNames(folder));
  }

  serves(request: IncomingMessage, requested: string): boolean {
    if (request.method !== "GET" || !this.#names.has(nameOf(requested))) return false;
    return encodingOf(request.headers["accept-encoding"]) === "br";
  }

  async send(response: ServerResponse, requested: string): Promise<void> {
    const name = nameOf(requested);
    const body = await readFile(path.join(this.#folder, `${name}.br`));
    response.setHeader("content-type", types[path.extname(name)] ?? "application/octet-stream");
    response.setHeader("content-encoding", "br");
    response.setHeader("content-length", body.byteLength);
    response.setHeader("vary", "Accept-Encoding");
    response.setHeader("cache-control", "public, max-age=31536000, immutable");
    response.end(body);
  }
}

const prefix = "/_next/static/";
const nameOf = (requested: string) => (requested.startsWith(prefix) ? requested.slice(prefix.length) : "");

/** Names as they are asked for: only what the build made can be read. */
function compressedNames(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".br"))
    .map((name) => name.slice(0, -".br".length).split(path.sep).join("/"));
}
