import { type Logger, pino } from "pino";
import { mapStackTrace } from "./source-map-places";

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
    serializers: { err: withSourcePlaces },
    redact: { paths: redact, censor: "[redacted]" },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** The usual form of an error, with the places of its stack trace in the sources. */
function withSourcePlaces(error: Error) {
  const form = pino.stdSerializers.err(error);
  return form.stack ? { ...form, stack: mapStackTrace(form.stack) } : form;
}
