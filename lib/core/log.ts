import { type Logger, pino } from "pino";

/**
 * Structured JSON logs on standard output. Secrets are kept out twice: callers log ids, never credentials, and the
 * paths below are redacted in case one is logged.
 */
const redactedNames = [
  "password",
  "rconPassword",
  "panelPassword",
  "secret",
  "token",
  "authorization",
  "cookie",
  "apiKey",
  "apiSecret",
];
const redact = [...redactedNames, ...redactedNames.map((name) => `*.${name}`), ...redactedNames.map((n) => `*.*.${n}`)];

export type { Logger };

/** Makes the logger of one process; `level` is a pino level name. */
export function createLogger(name: string, level: string, destination?: { write(line: string): void }): Logger {
  const options = {
    name,
    level,
    base: { process: name, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: redact, censor: "[redacted]" },
  };
  return destination ? pino(options, destination) : pino(options);
}
