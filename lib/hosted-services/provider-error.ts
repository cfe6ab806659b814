import { AppError, type ErrorOptions, messageOf } from "@/lib/core/errors";
import { fieldOf } from "@/lib/core/records";
import { hostedServiceSpecs } from "./errors";

const codes = {
  invalid: "provider_refused",
  conflict: "provider_conflict",
  "not-found": "provider_not_found",
  busy: "provider_busy",
  "unknown-outcome": "unknown_outcome",
  down: "provider_unavailable",
} as const;
export type ProviderErrorKind = keyof typeof codes;

/**
 * A call of a provider failed. `invalid`, `conflict`, `not-found` and `busy`: nothing was changed. `down`: the call
 * did not reach the provider. `unknown-outcome`: a change may have been made; observe before anything else is done.
 */
export class ProviderError extends AppError {
  readonly kind: ProviderErrorKind;

  constructor(kind: ProviderErrorKind, options: ErrorOptions = {}) {
    super(codes[kind], hostedServiceSpecs[codes[kind]], options);
    this.name = "ProviderError";
    this.kind = kind;
  }
}

/**
 * What a customer may read of a connection that failed: the code, as ECONNREFUSED. The message has the address and the
 * user that the panel connects with.
 */
export function connectionReason(error: unknown): string {
  const code = fieldOf(error, "code") ?? fieldOf(fieldOf(error, "cause"), "code");
  if (typeof code === "string" && /^[A-Z0-9_]{2,40}$/.test(code)) return code;
  return error instanceof Error && error.name === "TimeoutError" ? "it did not answer in time" : "the connection broke";
}

/** The whole reason, for administrators: with the address. */
export function fullReason(error: unknown): string {
  const cause = fieldOf(error, "cause");
  return messageOf(cause instanceof Error ? cause : error);
}
