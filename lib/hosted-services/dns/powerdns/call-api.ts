import type { z } from "zod";
import { fieldOf, isRecord } from "@/lib/core/records";
import { ProviderError, type ProviderErrorKind } from "../../provider-error";
import { errorAnswer } from "./answers";

export type ApiAccess = {
  /** Without the path, such as `http://10.0.0.5:8081`. */
  url: string;
  apiKey: string;
  timeoutMs?: number;
};

export type ApiCall = {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  path: string;
  body?: unknown;
  signal?: AbortSignal;
};

const defaultTimeoutMs = 10_000;
/** A zone of 10,000 records has about 2 MB. */
const maxAnswerOctets = 32 * 1024 * 1024;
/** The connection was never there, or its certificate was refused, so nothing was sent. */
const notConnected = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
  "ERR_INVALID_URL",
  "ERR_TLS_CERT_ALTNAME_INVALID",
  "CERT_HAS_EXPIRED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
]);
const kindOfStatus = new Map<number, ProviderErrorKind>([
  [400, "invalid"],
  [401, "down"],
  [403, "down"],
  [404, "not-found"],
  [409, "conflict"],
  [422, "invalid"],
  [429, "busy"],
]);

/** One call of the API; the answer is parsed by `schema`. Throws {@link ProviderError} only. */
export async function callApi<T>(access: ApiAccess, call: ApiCall, schema: z.ZodType<T>): Promise<T> {
  const text = await send(access, call);
  const parsed = schema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  // The zod error is left out: it would repeat parts of the answer.
  throw new ProviderError(isRead(call) ? "down" : "unknown-outcome", {
    detail: "The answer is not that of a PowerDNS API.",
  });
}

/** As {@link callApi}, for calls that answer without a body. */
export async function commandApi(access: ApiAccess, call: ApiCall): Promise<void> {
  await send(access, call);
}

const isRead = ({ method }: ApiCall) => method === "GET";

async function send(access: ApiAccess, call: ApiCall): Promise<string> {
  const timeout = AbortSignal.timeout(access.timeoutMs ?? defaultTimeoutMs);
  try {
    const response = await fetch(`${access.url.replace(/\/+$/, "")}/api/v1/servers/localhost${call.path}`, {
      method: call.method,
      // Without Accept, errors are plain text.
      headers: { "X-API-Key": access.apiKey, Accept: "application/json", "Content-Type": "application/json" },
      ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
      // The key must not go to another address.
      redirect: "error",
      signal: call.signal ? AbortSignal.any([timeout, call.signal]) : timeout,
    });
    const text = await readCapped(response);
    if (response.ok) return text;
    throw errorOfStatus(call, response.status, text);
  } catch (error) {
    if (error instanceof ProviderError) throw error;
    throw errorOfConnection(call, error);
  }
}

async function readCapped(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let octets = 0;
  const reader = response.body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    octets += part.value.length;
    if (octets > maxAnswerOctets) {
      await reader?.cancel();
      throw new Error("the answer is too large");
    }
    chunks.push(part.value);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A 5xx after a write may come after the commit; PowerDNS gives no detail with it. */
function errorOfStatus(call: ApiCall, status: number, text: string): ProviderError {
  const kind = kindOfStatus.get(status) ?? (isRead(call) ? "busy" : "unknown-outcome");
  const parsed = errorAnswer.safeParse(parseJson(text));
  const reason = parsed.success ? parsed.data.error.slice(0, 300) : "no reason given";
  const keyWrong = status === 401 || status === 403;
  const detail = keyWrong ? "The name server refuses the API key." : `The name server answers ${status}: ${reason}`;
  return new ProviderError(kind, { detail });
}

function errorOfConnection(call: ApiCall, error: unknown): ProviderError {
  const cause = fieldOf(error, "cause");
  const code = isRecord(cause) ? String(cause.code ?? "") : "";
  const sent = !notConnected.has(code);
  const reason =
    error instanceof Error && error.name === "TimeoutError"
      ? "it did not answer in time"
      : code || "the connection broke";
  return new ProviderError(sent && !isRead(call) ? "unknown-outcome" : "down", {
    detail: `The name server cannot be used: ${reason}.`,
    cause: error,
  });
}
