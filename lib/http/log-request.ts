import { env } from "@/lib/core/env";
import type { AppError } from "@/lib/core/errors";
import { createLogger, type Logger } from "@/lib/core/log";
import type { Caller } from "./callers/authenticate";

let logger: Logger | undefined;
export function httpLogger(): Logger {
  logger ??= createLogger("web", env().LOG_LEVEL);
  return logger;
}

/** The one line of a request. */
export function logRequest(
  request: Request,
  status: number,
  startedAt: number,
  requestId: string,
  caller: Caller | null,
  error?: AppError,
): void {
  const line = {
    requestId,
    method: request.method,
    path: new URL(request.url).pathname,
    status,
    durationMs: Math.round((performance.now() - startedAt) * 10) / 10,
    actor: caller?.actor.userId ?? null,
    code: error?.code,
  };
  if (status >= 500) httpLogger().error({ ...line, err: error?.cause ?? error }, "request failed");
  else httpLogger().info(line, "request");
}
