import type { ServerResponse } from "node:http";
import { coreErrors } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { problemBody } from "../problem";

type Defaults = Record<string, string>;

/**
 * Completes the head of every response at the moment it is written: `defaults` only where the route, the page or Next
 * set nothing, because Next keeps a header that was set before it ran. For `api`, Next's empty 405 gets a problem
 * document as its body.
 */
export function completeHead(response: ServerResponse, defaults: Defaults, api: boolean): void {
  const writeHead = response.writeHead.bind(response) as (...rest: unknown[]) => ServerResponse;
  const end = response.end.bind(response) as (...rest: unknown[]) => ServerResponse;
  let body: string | undefined;
  response.writeHead = ((...rest: unknown[]) => {
    if (api && rest[0] === 405 && !response.hasHeader("content-type")) body = explainMethod(response);
    for (const [name, value] of Object.entries(defaults))
      if (!response.hasHeader(name)) response.setHeader(name, value);
    return writeHead(...rest);
  }) as typeof response.writeHead;
  if (!api) return;
  response.end = ((...rest: unknown[]) => {
    // Next's compression writes the head before the end; plain handlers leave that to `end`.
    if (!response.headersSent && response.statusCode === 405) response.writeHead(response.statusCode);
    return body === undefined || rest[0] ? end(...rest) : end(body);
  }) as typeof response.end;
}

/** Sets the headers of a problem document for a method that the route does not have; returns its body. */
function explainMethod(response: ServerResponse): string {
  const requestId = newId("request");
  response.removeHeader("content-length");
  response.setHeader("content-type", "application/problem+json; charset=utf-8");
  response.setHeader("x-request-id", requestId);
  return JSON.stringify(problemBody(coreErrors.method_not_allowed(), requestId));
}
