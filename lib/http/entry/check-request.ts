import type { IncomingMessage } from "node:http";
import { type AppError, coreErrors } from "@/lib/core/errors";

/**
 * Refuses what Next would answer with an error of its own or would parse differently than we do: the method, the form
 * of the target (RFC 9112, 3.2), the Host header, percent-escapes, and headers of Next's own protocol. Pure.
 */
type CheckedRequest = Pick<IncomingMessage, "method" | "url" | "headers" | "rawHeaders">;

const methods = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);
const pageMethods = new Set(["GET", "HEAD"]);

/** The refusal of a request that must not reach Next, or null. */
export function checkRequest(request: CheckedRequest): AppError | null {
  const { method = "", url = "" } = request;
  if (!methods.has(method)) return coreErrors.method_not_allowed();
  if (url === "*") return coreErrors.method_not_allowed();
  if (!url.startsWith("/")) {
    return coreErrors.malformed_request({ detail: "Send the request target as a path that begins with /." });
  }
  if (!hasOneValidHost(request)) {
    return coreErrors.malformed_request({ detail: "Send exactly one valid Host header." });
  }
  if (!pageMethods.has(method) && !url.startsWith("/api/")) return coreErrors.method_not_allowed();
  if (!isDecodable(pathOf(url))) {
    return url.startsWith("/api/")
      ? coreErrors.malformed_request({ detail: "The path is not percent-encoded UTF-8 text." })
      : coreErrors.not_found();
  }
  return null;
}

export function pathOf(url: string): string {
  const end = url.search(/[?#]/);
  return end < 0 ? url : url.slice(0, end);
}

function hasOneValidHost({ rawHeaders, headers }: CheckedRequest): boolean {
  const hosts = rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === "host");
  const host = headers.host ?? "";
  return hosts.length === 1 && /^[\w.:[\]-]{1,260}$/.test(host) && URL.canParse(`http://${host}`);
}

/** A path that is not UTF-8, or contains NUL, matches nothing: no text in the database can be equal to it. */
function isDecodable(path: string): boolean {
  try {
    return !decodeURIComponent(path).includes("\0");
  } catch {
    return false;
  }
}

/** Headers by which Next's own browser code asks for parts of a page; a malformed one makes Next answer 500. */
const routerState = ["next-router-state-tree", "next-router-segment-prefetch", "next-url"];

/** Removes headers that only Next's own processes may set, and malformed ones of its browser code. */
export function removeInternalHeaders(headers: IncomingMessage["headers"]): void {
  for (const name of Object.keys(headers)) {
    const isInternal = /^(x-(middleware|invoke|matched|nextjs|now|prerender|vercel|nonce)|next-action)/.test(name);
    if (isInternal || (routerState.includes(name) && !isRouterState(name, headers[name]))) delete headers[name];
  }
}

function isRouterState(name: string, value: string | string[] | undefined): boolean {
  if (typeof value !== "string" || value.length > 16_384) return false;
  if (name !== "next-router-state-tree") return /^[\x21-\x7e]*$/.test(value);
  try {
    return Array.isArray(JSON.parse(decodeURIComponent(value)));
  } catch {
    return false;
  }
}
