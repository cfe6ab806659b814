import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { isIP } from "node:net";
import type { Credentials } from "./credentials";
import { ProgramError } from "./program-error";

/** What the panel refused: a problem document (RFC 9457). */
export class PanelRefusal extends Error {
  readonly status: number;
  readonly code: string;
  /** Null: it did not say when to come again. */
  readonly retryAfterMs: number | null;

  constructor(status: number, code: string, detail: string, retryAfterMs: number | null) {
    super(detail || `The panel answered ${status}.`);
    this.name = "PanelRefusal";
    this.status = status;
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }
}

export type PanelAnswer = { status: number; headers: IncomingMessage["headers"]; body: unknown };
export type AskOptions = {
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  timeoutMs?: number;
};

const maxAnswerBytes = 4 * 1024 * 1024;

/** The panel's HTTP API as one executor; Node's own client, since fetch costs ten megabytes more. */
export class PanelApi {
  credentials: Credentials;
  /** The number of this session, once the panel gave one. */
  fence: number | null = null;
  readonly #agents = { http: new HttpAgent({ keepAlive: true }), https: new HttpsAgent({ keepAlive: true }) };

  constructor(credentials: Credentials) {
    this.credentials = credentials;
  }

  identification(): Record<string, string> {
    const { key, secret } = this.credentials;
    return {
      "x-api-key": key,
      "x-api-secret": secret,
      ...(this.fence === null ? {} : { "x-executor-fence": String(this.fence) }),
    };
  }

  /** Resolves with a 2xx or 304; throws {@link PanelRefusal}, or the connection's own error. */
  async ask(method: "GET" | "POST", path: string, options: AskOptions = {}): Promise<PanelAnswer> {
    const url = new URL(path, this.credentials.url);
    const isForm = options.body instanceof URLSearchParams;
    const text = options.body === undefined ? null : isForm ? String(options.body) : JSON.stringify(options.body);
    const headers: Record<string, string> = {
      ...this.identification(),
      accept: "application/json",
      ...options.headers,
    };
    if (text !== null) headers["content-type"] = isForm ? "application/x-www-form-urlencoded" : "application/json";
    const answer = await this.#send(url, method, headers, text, options);
    if (answer.status < 300 || answer.status === 304) return answer;
    throw refusalOf(answer);
  }

  close(): void {
    this.#agents.http.destroy();
    this.#agents.https.destroy();
  }

  #send(
    url: URL,
    method: string,
    headers: Record<string, string>,
    text: string | null,
    { signal, timeoutMs = 15_000 }: AskOptions,
  ): Promise<PanelAnswer> {
    const isTls = url.protocol === "https:";
    const request = isTls ? httpsRequest : httpRequest;
    const length = text === null ? {} : { "content-length": String(Buffer.byteLength(text)) };
    return new Promise((resolve, reject) => {
      const call = request(
        url,
        {
          method,
          headers: { ...headers, ...length },
          agent: isTls ? this.#agents.https : this.#agents.http,
          ...(signal ? { signal } : {}),
        },
        (response) => {
          readAll(response).then((body) => {
            resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
          }, reject);
        },
      );
      call.setTimeout(timeoutMs, () =>
        call.destroy(new Error(`the panel did not answer within ${timeoutMs / 1000} s`)),
      );
      call.on("error", reject);
      call.end(text ?? undefined);
    });
  }
}

async function readAll(response: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxAnswerBytes) throw new Error("the answer is too large");
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString("utf8");
  if (text === "") return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function refusalOf({ status, headers, body }: PanelAnswer): PanelRefusal {
  const problem = (typeof body === "object" && body !== null ? body : {}) as { code?: unknown; detail?: unknown };
  const seconds = Number(headers["retry-after"]);
  const code = typeof problem.code === "string" ? problem.code : "unexpected";
  const detail = typeof problem.detail === "string" ? problem.detail : "";
  return new PanelRefusal(
    status,
    code,
    detail,
    Number.isFinite(seconds) && headers["retry-after"] ? seconds * 1000 : null,
  );
}

/** A panel's address as somebody may type it. Plain http only to this machine or a private network. */
export function readUrl(text: string): string {
  const withScheme = /^https?:\/\//i.test(text) ? text : `https://${text}`;
  if (!URL.canParse(withScheme))
    throw new ProgramError(`${text} is not an address.`, "Give the panel's address, such as https://panel.example.");
  const url = new URL(withScheme);
  return url.origin;
}

/** Whether secrets would cross a network in the clear. */
export function isInTheClear(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  if (protocol === "https:") return false;
  const host = hostname.replace(/^\[|\]$/g, "");
  return host !== "localhost" && !(isIP(host) === 4 && host.startsWith("127.")) && host !== "::1";
}
