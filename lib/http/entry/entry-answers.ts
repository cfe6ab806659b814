import type { IncomingMessage, ServerResponse } from "node:http";
import type { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { problemBody } from "../problem";
import type { Budget } from "./address-budget";

/** What the server entry itself answers: problem documents for the API, a short page without scripts for browsers. */
export function sendRefusal(request: IncomingMessage, response: ServerResponse, error: AppError): void {
  const requestId = newId("request");
  const isApi = request.url?.startsWith("/api/") ?? false;
  const body = isApi ? JSON.stringify(problemBody(error, requestId)) : refusalPage(error);
  response.statusCode = error.status;
  response.setHeader("x-request-id", requestId);
  response.setHeader("content-type", isApi ? "application/problem+json; charset=utf-8" : "text/html; charset=utf-8");
  response.setHeader("cache-control", "no-store");
  if (error.retryAfterSeconds !== undefined) response.setHeader("retry-after", String(error.retryAfterSeconds));
  // What the client still sends is not read: the connection ends with this answer.
  response.setHeader("connection", "close");
  response.end(request.method === "HEAD" ? undefined : body);
}

export function setBudgetHeaders(response: ServerResponse, { limit, remaining, resetSeconds }: Budget): void {
  response.setHeader("ratelimit-limit", String(limit));
  response.setHeader("ratelimit-remaining", String(remaining));
  response.setHeader("ratelimit-reset", String(resetSeconds));
}

function refusalPage({ status, title, message }: AppError): string {
  const text = (value: string) => value.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${text(title)} · LightNode</title>
<meta name="viewport" content="width=device-width"></head>
<body><main><h1>${status} ${text(title)}</h1><p>${text(message)}</p><p><a href="/">To the panel</a></p></main></body></html>`;
}
