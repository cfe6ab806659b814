import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type CertificateFiles, challengeFile } from "./certificate-files";

const challengePath = "/.well-known/acme-challenge/";
const maxHostLength = 260;

type Options = {
  files: CertificateFiles;
  /** Names that the panel answers to; others are not redirected. */
  domains: readonly string[];
  httpsPort: number;
};

/**
 * Plain HTTP at port 80 for a panel that has a certificate of its own: answers challenges (RFC 8555, 8.3) and sends
 * everybody else to HTTPS. It reads no body and serves nothing else.
 */
export function challengeServer(options: Options): Server {
  const server = createServer({ maxHeaderSize: 16_384, requestTimeout: 10_000 }, (request, response) => {
    void answer(request, response, options);
  });
  server.maxConnections = 1_000;
  return server;
}

async function answer(request: IncomingMessage, response: ServerResponse, options: Options): Promise<void> {
  response.setHeader("Connection", "close");
  const { method = "", url = "" } = request;
  if (method !== "GET" && method !== "HEAD") return end(response, 405);
  if (url.startsWith(challengePath)) {
    const file = challengeFile(options.files, url.slice(challengePath.length));
    const text = file && (await readFile(file, "utf8").catch(() => null));
    return text ? end(response, 200, text) : end(response, 404);
  }
  const host = hostOf(request);
  if (!host || !options.domains.includes(host) || !url.startsWith("/")) return end(response, 404);
  const port = options.httpsPort === 443 ? "" : `:${options.httpsPort}`;
  response.setHeader("Location", `https://${host}${port}${url}`);
  return end(response, 308);
}

function hostOf({ headers }: IncomingMessage): string | null {
  const host = headers.host ?? "";
  if (host.length > maxHostLength || !URL.canParse(`http://${host}`)) return null;
  return new URL(`http://${host}`).hostname;
}

function end(response: ServerResponse, status: number, text = ""): void {
  response.writeHead(status, { "Content-Type": "text/plain; charset=utf-8", "X-Content-Type-Options": "nosniff" });
  response.end(text);
}
