import { keysOf } from "./records";
/**
 * The one error type of the panel. A module declares its codes once, in its `errors.ts`, with {@link defineErrors};
 * the two borders (HTTP in lib/http/problem.ts, the worker) translate and log them. Anything else that is thrown is a
 * defect and becomes `internal_error`.
 */
export type ErrorSpec = {
  /** HTTP status this code answers with. */
  status: number;
  /** Short, constant summary (RFC 9457 `title`). */
  title: string;
  /** What the reader can do about it; shown in the error pages and the generated error list. */
  cure: string;
  /** Whether the same call may succeed later without a change by the caller. */
  retryable?: boolean;
};

export type FieldError = { path: string; message: string };

export type ErrorOptions = {
  /** What happened this time, safe for the caller to read. */
  detail?: string;
  /** Per-field messages (`errors` in the problem document). */
  errors?: FieldError[];
  cause?: unknown;
  /** Sent as `Retry-After`, in seconds. */
  retryAfterSeconds?: number;
  /** Extra members of the problem document, e.g. the quota that was hit. */
  extra?: Record<string, unknown>;
};

export class AppError extends Error {
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly cure: string;
  readonly retryable: boolean;
  readonly errors: FieldError[] | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly extra: Record<string, unknown> | undefined;

  constructor(code: string, spec: ErrorSpec, options: ErrorOptions = {}) {
    super(options.detail ?? spec.cure, { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.status = spec.status;
    this.title = spec.title;
    this.cure = spec.cure;
    this.retryable = spec.retryable ?? false;
    this.errors = options.errors;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.extra = options.extra;
  }
}

export type ErrorFactories<T> = { [K in keyof T]: (options?: ErrorOptions) => AppError };

const registry = new Map<string, ErrorSpec>();

/** Declares a module's error codes; returns one factory per code. A code may be declared only once in the program. */
export function defineErrors<const T extends Record<string, ErrorSpec>>(specs: T): ErrorFactories<T> {
  const factories = {} as ErrorFactories<T>;
  for (const code of keysOf(specs)) {
    const spec = specs[code];
    if (!spec) continue;
    registry.set(code, spec);
    factories[code] = (options) => new AppError(code, spec, options);
  }
  return factories;
}

/** Every declared code, for the generated error list. */
export function declaredErrors(): ReadonlyMap<string, ErrorSpec> {
  return registry;
}

/** Codes that any part of the panel may need. */
export const coreErrors = defineErrors({
  malformed_request: { status: 400, title: "Malformed request", cure: "Send well-formed JSON and headers." },
  unauthenticated: { status: 401, title: "Not signed in", cure: "Sign in, or send a valid token." },
  forbidden: { status: 403, title: "Not allowed", cure: "Ask an administrator for the permission you need." },
  cross_origin: {
    status: 403,
    title: "Cross-origin request refused",
    cure: "Send state-changing requests from the panel's own origin, or use an API token.",
  },
  not_found: { status: 404, title: "Not found", cure: "Check the address; it may have been deleted." },
  method_not_allowed: { status: 405, title: "Method not allowed", cure: "Use a method the resource supports." },
  conflict: { status: 409, title: "Conflict", cure: "Reload and try again.", retryable: true },
  too_many_streams: {
    status: 409,
    title: "Too many live views are open",
    cure: "Close some of the pages that show a console or other live output.",
    retryable: true,
  },
  payload_too_large: { status: 413, title: "Request body too large", cure: "Send a smaller body." },
  unsupported_media_type: {
    status: 415,
    title: "Unsupported media type",
    cure: "Send the body as application/json.",
  },
  validation_failed: { status: 422, title: "Some fields are not valid", cure: "Correct the fields listed in errors." },
  rate_limited: {
    status: 429,
    title: "Too many requests",
    cure: "Wait for the time in Retry-After, then try again.",
    retryable: true,
  },
  internal_error: {
    status: 500,
    title: "An internal error occurred",
    cure: "Try again; if it persists, give the request id to the administrator.",
    retryable: true,
  },
  database_busy: {
    status: 503,
    title: "The panel is busy",
    cure: "Try again after the time in Retry-After.",
    retryable: true,
  },
  database_unavailable: {
    status: 503,
    title: "The database is not reachable",
    cure: "Try again in a few seconds; the administrator sees this under /api/health/ready.",
    retryable: true,
  },
});

export function isAppError(error: unknown): error is AppError {
  return error instanceof AppError;
}

/** Message of anything that was thrown, for logs. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
