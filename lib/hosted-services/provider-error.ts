import { AppError, type ErrorOptions } from "@/lib/core/errors";
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
