import { parseRetryAfter } from "../retry";
import { fieldOf } from "../system/errno";
import { type Answer, request } from "./request";

/** The panel answered with a refusal; `code` is its problem document's. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly retryAfterSeconds: number | null;
  constructor(status: number, code: string, message: string, retryAfterSeconds: number | null) {
    super(message);
    this.status = status;
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

export type Identity = { key: string; secret: string };
export type PanelCall = {
  method?: "GET" | "POST";
  json?: unknown;
  form?: Record<string, string>;
  headers?: Record<string, string>;
  timeoutMs?: number;
  signal?: AbortSignal | undefined;
};

/** What to do about a refusal, where the panel's own text is not enough for the user of this machine. */
const cures: Record<string, string> = {
  executor_secret_wrong:
    "The panel does not accept the secret any more. Run `setup` with the new one; this run starts to use it by itself.",
  executor_key_unknown: "The panel does not know the key. Run `setup` with the key that the panel shows.",
  executor_expired: "This executor has expired. Extend it in the panel.",
  executor_address_refused: "This executor may not be used from this machine's address. Change the list in the panel.",
  executor_revoked: "This executor was revoked in the panel.",
  duplicate_machine:
    "This machine is an executor already. Stop that one first; for a copy that is to be an executor of its own, add --as-new.",
  executor_superseded: "A newer copy of this executor took over.",
};

/** A refusal from the panel's answer. Pure. */
export function refusalOf({ status, headers, text }: Answer, nowMs = Date.now()): Refusal {
  const retryAfter = parseRetryAfter(headers["retry-after"], nowMs);
  if (status >= 300 && status < 400) {
    const to = headers.location ?? "another address";
    return new Refusal(status, "redirected", `The panel sends to ${to}: give that address with --url.`, retryAfter);
  }
  let problem: unknown;
  try {
    problem = JSON.parse(text);
  } catch {
    // A proxy may answer with an HTML page.
  }
  const named = fieldOf(problem, "code");
  const code = typeof named === "string" ? named : `http_${status}`;
  const parts = [fieldOf(problem, "title"), fieldOf(problem, "detail")].filter(
    (part, n, all) => typeof part === "string" && part !== all[n - 1],
  );
  const detail = parts.map((part) => String(part).replace(/[.!]?$/, ".")).join(" ");
  return new Refusal(status, code, cures[code] ?? (detail || `The panel answered ${status}.`), retryAfter);
}

/**
 * The panel as the executor sees it. Knows the credentials, which it reads again when they are refused (`setup` may
 * have stored a new secret meanwhile), the session's number, and how far this machine's clock is off.
 */
export class PanelClient {
  readonly url: string;
  fence: number | undefined;
  /** Our time minus the panel's, measured with every answer. */
  skewMs = 0;
  #identity: Identity;
  readonly #reload: () => Promise<Identity | null>;
  readonly #onRefusal: (refusal: Refusal) => void;

  constructor(options: {
    url: string;
    identity: Identity;
    reload?: () => Promise<Identity | null>;
    onRefusal?: (refusal: Refusal) => void;
  }) {
    this.url = options.url;
    this.#identity = options.identity;
    this.#reload = options.reload ?? (async () => null);
    this.#onRefusal = options.onRefusal ?? (() => {});
  }

  get key(): string {
    return this.#identity.key;
  }

  /** The panel's time. */
  now(): number {
    return Date.now() - this.skewMs;
  }

  /** The answer if it is 2xx or 304; else throws {@link Refusal}, or `Unreachable`. */
  async call(path: string, call: PanelCall = {}): Promise<Answer> {
    let answer = await this.#send(path, call);
    if (answer.status === 401 && (await this.#takeNewIdentity())) answer = await this.#send(path, call);
    if ((answer.status >= 200 && answer.status < 300) || answer.status === 304) return answer;
    const refusal = refusalOf(answer);
    this.#onRefusal(refusal);
    throw refusal;
  }

  async json(path: string, call: PanelCall = {}): Promise<unknown> {
    const { text, status } = await this.call(path, call);
    try {
      return JSON.parse(text);
    } catch {
      throw new Refusal(status, "not_json", `${this.url} does not answer like a LightNode panel.`, null);
    }
  }

  async #takeNewIdentity(): Promise<boolean> {
    const stored = await this.#reload().catch(() => null);
    if (!stored || stored.key !== this.#identity.key || stored.secret === this.#identity.secret) return false;
    this.#identity = stored;
    return true;
  }

  async #send(path: string, { method, json, form, headers, timeoutMs = 15_000, signal }: PanelCall): Promise<Answer> {
    const body = form ? new URLSearchParams(form).toString() : json === undefined ? undefined : JSON.stringify(json);
    const type = form ? "application/x-www-form-urlencoded" : "application/json";
    const answer = await request({
      method: method ?? (body === undefined ? "GET" : "POST"),
      url: new URL(path, this.url),
      headers: {
        "x-api-key": this.#identity.key,
        "x-api-secret": this.#identity.secret,
        accept: "application/json",
        ...(body === undefined ? {} : { "content-type": type }),
        ...(this.fence === undefined ? {} : { "x-executor-fence": String(this.fence) }),
        ...headers,
      },
      body,
      timeoutMs,
      signal,
    });
    this.#measureClock(answer);
    return answer;
  }

  /**
   * The Date header has whole seconds: what is under two is noise. Long waits say nothing about the middle of the call.
   */
  #measureClock({ headers, tookMs }: Answer): void {
    const at = Date.parse(headers.date ?? "");
    if (Number.isNaN(at) || tookMs > 10_000) return;
    const skew = Date.now() - (at + 500);
    this.skewMs = Math.abs(skew) < 2_000 ? 0 : skew;
  }
}
