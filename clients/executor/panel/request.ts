import http from "node:http";
import https from "node:https";
import { errorCode } from "../system/errno";

/** One call to the panel over Node's own client: no redirects, a time limit, a cap on what is read. */
export type Answer = { status: number; headers: http.IncomingHttpHeaders; text: string; tookMs: number };
export type Call = {
  method: "GET" | "POST";
  url: URL;
  headers: Record<string, string>;
  body?: string | undefined;
  timeoutMs: number;
  signal?: AbortSignal | undefined;
};

const maxAnswerBytes = 8 * 1024 * 1024;
const agents = {
  "http:": new http.Agent({ keepAlive: true, maxSockets: 8, timeout: 120_000 }),
  "https:": new https.Agent({ keepAlive: true, maxSockets: 8, timeout: 120_000 }),
};

/** The panel did not answer at all. */
export class Unreachable extends Error {
  readonly code: string;
  constructor(message: string, code: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

const reasons: Record<string, string> = {
  ENOTFOUND: "its name is not known to the DNS",
  EAI_AGAIN: "the DNS does not answer",
  ECONNREFUSED: "nothing listens there",
  ECONNRESET: "the connection was cut",
  ETIMEDOUT: "it does not answer in time",
  EHOSTUNREACH: "there is no way to that machine",
  ENETUNREACH: "there is no network",
  CERT_HAS_EXPIRED: "its certificate has expired",
  DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is self-signed: give its CA with NODE_EXTRA_CA_CERTS",
  SELF_SIGNED_CERT_IN_CHAIN: "its certificate comes from an unknown CA: give that with NODE_EXTRA_CA_CERTS",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "its certificate comes from an unknown CA: give that with NODE_EXTRA_CA_CERTS",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another name",
};

/** Why a connection failed, as text. Pure. */
export function connectionReason(error: unknown): { code: string; reason: string } {
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  const code = errorCode(first) ?? "UNKNOWN";
  return { code, reason: reasons[code] ?? (first instanceof Error ? first.message : String(first)) };
}

export function request({ method, url, headers, body, timeoutMs, signal }: Call): Promise<Answer> {
  const startedAt = performance.now();
  const isTls = url.protocol === "https:";
  return new Promise<Answer>((resolve, reject) => {
    const fail = (error: unknown) => {
      const { code, reason } = connectionReason(error);
      reject(new Unreachable(`The panel at ${url.origin} cannot be reached: ${reason}.`, code, error));
    };
    const limit = AbortSignal.timeout(timeoutMs);
    const either = signal ? AbortSignal.any([signal, limit]) : limit;
    const req = (isTls ? https : http).request(url, {
      method,
      agent: isTls ? agents["https:"] : agents["http:"],
      headers: body === undefined ? headers : { ...headers, "content-length": String(Buffer.byteLength(body)) },
      signal: either,
    });
    req.on("error", (error) => fail(limit.aborted ? Object.assign(new Error(), { code: "ETIMEDOUT" }) : error));
    req.on("response", (res) => {
      const chunks: Buffer[] = [];
      let size = 0;
      res.on("data", (chunk: Buffer) => {
        size += chunk.length;
        if (size > maxAnswerBytes) req.destroy(new Error("its answer is too large"));
        else chunks.push(chunk);
      });
      res.on("error", fail);
      res.on("end", () => {
        const text = Buffer.concat(chunks).toString("utf8");
        resolve({ status: res.statusCode ?? 0, headers: res.headers, text, tookMs: performance.now() - startedAt });
      });
    });
    req.end(body);
  });
}
