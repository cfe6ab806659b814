import type { ServerResponse } from "node:http";
import { coreErrors } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { problemBody } from "./problem";

/** Next answers a method that a route does not have with an empty 405; callers of the API get a problem document. */
export function explainMethod(response: ServerResponse): void {
  const end = response.end.bind(response) as (...rest: unknown[]) => ServerResponse;
  response.end = ((...rest: unknown[]) => {
    if (response.statusCode !== 405 || response.headersSent || rest[0]) return end(...rest);
    const requestId = newId("request");
    response.setHeader("content-type", "application/problem+json; charset=utf-8");
    response.setHeader("x-request-id", requestId);
    return end(JSON.stringify(problemBody(coreErrors.method_not_allowed(), requestId)));
  }) as typeof response.end;
}
