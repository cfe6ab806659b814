import type { ServerResponse } from "node:http";
import { coreErrors } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { problemBody } from "./problem";

/** Next answers a method that a route does not have with an empty 405; callers of the API get a problem document. */
export function explainMethod(response: ServerResponse): void {
  const writeHead = response.writeHead.bind(response) as (...rest: unknown[]) => ServerResponse;
  const end = response.end.bind(response) as (...rest: unknown[]) => ServerResponse;
  let body: string | undefined;
  // The head is written before the end is reached: Next's compression does so.
  response.writeHead = ((...rest: unknown[]) => {
    if (rest[0] === 405 && !response.hasHeader("content-type")) {
      const requestId = newId("request");
      body = JSON.stringify(problemBody(coreErrors.method_not_allowed(), requestId));
      response.removeHeader("content-length");
      response.setHeader("content-type", "application/problem+json; charset=utf-8");
      response.setHeader("x-request-id", requestId);
    }
    return writeHead(...rest);
  }) as typeof response.writeHead;
  response.end = ((...rest: unknown[]) => {
    if (!response.headersSent && response.statusCode === 405) response.writeHead(response.statusCode);
    return body === undefined || rest[0] ? end(...rest) : end(body);
  }) as typeof response.end;
}
