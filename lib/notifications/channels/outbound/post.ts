import type { LookupAddress } from "node:dns";
import { lookup } from "node:dns/promises";
import { type IncomingMessage, type RequestOptions, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { isIP } from "node:net";
import { env } from "@/lib/core/env";
import { isPublicAddress } from "@/lib/core/networks";
import { retryAfterSeconds } from "../../outbox/delivery-rules";

/**
 * Requests to addresses that people typed. The host is resolved once, every address of it is checked, and the
 * connection goes to an address that was checked, so that a second answer of the name server changes nothing. Redirects
 * are not followed.
 */
export type OutboundRequest = {
  url: string;
  method?: "POST" | "PUT" | undefined;
  headers?: Record<string, string>;
  body: string | Buffer;
};

export type Answer = { status: number; text: string; retryAfterSeconds: number | null };

export type OutboundOptions = {
  /** All addresses of a host; the machine's resolver. */
  resolve?: (host: string) => Promise<LookupAddress[]>;
  allowPrivate?: boolean;
  timeoutMs?: number;
};

/** The address may not be called; another attempt changes nothing. */
export class RefusedAddress extends Error {}

const longestAnswer = 16 * 1024;

/** Sends one request; rejects after `timeoutMs` (10 s), with {@link RefusedAddress} for an address that is not public. */
export async function post(request: OutboundRequest, options: OutboundOptions = {}): Promise<Answer> {
  const { timeoutMs = 10_000 } = options;
  const signal = AbortSignal.timeout(timeoutMs);
  const url = parseUrl(request.url);
  const address = await withSignal(pinnedAddress(url, options), signal);
  return exchange(url, address, request, signal).catch((error) => {
    throw signal.aborted ? new Error(`${url.host} did not answer within ${timeoutMs / 1000} s`) : error;
  });
}

function parseUrl(text: string): URL {
  if (!URL.canParse(text)) throw new RefusedAddress("The address is no URL.");
  const url = new URL(text);
  if (url.protocol !== "https:" && url.protocol !== "http:") throw new RefusedAddress("Use an http or https address.");
  return url;
}

const resolveAll = (host: string) => lookup(host, { all: true, verbatim: true });

/** The URL parser has already turned decimal, octal and hexadecimal forms of IPv4 addresses into the usual one. */
async function pinnedAddress(url: URL, { resolve = resolveAll, allowPrivate }: OutboundOptions): Promise<string> {
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  const found = isIP(host) === 0 ? await resolve(host) : [{ address: host, family: isIP(host) }];
  const [first] = found;
  if (!first) throw new Error(`${host} has no address`);
  const isAllowed = allowPrivate ?? env().NOTIFY_PRIVATE_NETWORKS;
  if (!isAllowed && !found.every(({ address }) => isPublicAddress(address)))
    throw new RefusedAddress(`${host} is in a private or reserved network. The operator can allow these.`);
  return first.address;
}

function withSignal<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(new Error("the name server did not answer in time")), { once: true });
    work.then(resolve, reject);
  });
}

function exchange(url: URL, address: string, request: OutboundRequest, signal: AbortSignal): Promise<Answer> {
  const isTls = url.protocol === "https:";
  const name = isIP(url.hostname.replace(/^\[(.*)\]$/, "$1")) === 0 ? { servername: url.hostname } : {};
  const options: RequestOptions = {
    host: address,
    port: url.port || (isTls ? 443 : 80),
    path: `${url.pathname}${url.search}`,
    method: request.method ?? "POST",
    headers: {
      "user-agent": "LightNode",
      "content-length": Buffer.byteLength(request.body),
      ...request.headers,
      host: url.host,
    },
    ...(url.username ? { auth: `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}` } : {}),
    agent: false,
    signal,
    ...name,
  };
  return new Promise((resolve, reject) => {
    const call = (isTls ? requestHttps : requestHttp)(options, (response) => {
      read(response).then(resolve, reject);
    });
    call.on("error", reject);
    call.end(request.body);
  });
}

/** Status and the beginning of the text; the rest is not read. */
async function read(response: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= longestAnswer) break;
  }
  return {
    status: response.statusCode ?? 0,
    text: Buffer.concat(chunks).subarray(0, longestAnswer).toString("utf8"),
    retryAfterSeconds: retryAfterSeconds(response.headers["retry-after"], Date.now()),
  };
}
