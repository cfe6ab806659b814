import { inspect } from "node:util";
import type { Logger } from "@/lib/core/log";

/**
 * Next and some libraries write to the console. Their lines become JSON lines of the process's log, so that a reader of
 * the log needs one format. So do errors that nothing caught: an exception ends the process, which is started again at
 * once; a rejection does not, since one request or one round of work must not end all others.
 */
export function logConsole(log: Logger): void {
  const line = (parts: unknown[]) => parts.map((part) => (typeof part === "string" ? part : inspect(part))).join(" ");
  const levels = { debug: "debug", log: "info", info: "info", warn: "warn", error: "error" } as const;
  for (const [method, level] of Object.entries(levels)) {
    Object.assign(console, { [method]: (...parts: unknown[]) => log[level]({ source: "console" }, line(parts)) });
  }
  process.on("warning", (warning) => log.warn({ err: warning }, "warning of the runtime"));
  process.on("unhandledRejection", (reason) => log.error({ err: reason }, "unhandled rejection"));
  process.on("uncaughtException", (error) => {
    log.fatal({ err: error }, "uncaught exception");
    process.exit(1);
  });
}
