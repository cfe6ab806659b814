import { defineErrors, type ErrorSpec } from "@/lib/core/errors";

/** Why a call of a provider (a name server, a mail server, a database server) did not do what was asked. */
export const providerErrorSpecs = {
  provider_invalid: {
    status: 422,
    title: "The service refused these values",
    cure: "Correct what the detail names, then try again.",
  },
  provider_conflict: {
    status: 409,
    title: "The service has something of this name already",
    cure: "Choose another name, or ask an administrator whether it may be adopted.",
  },
  provider_not_found: {
    status: 404,
    title: "The service does not have this object",
    cure: "Reload the page. An administrator finds the difference in the drift report.",
  },
  provider_busy: {
    status: 503,
    title: "The service is busy",
    cure: "Try again in some seconds.",
    retryable: true,
  },
  provider_unknown_outcome: {
    status: 503,
    title: "It is not known whether the service made the change",
    cure: "Reload the page to see the current state before you try again.",
  },
  provider_down: {
    status: 503,
    title: "The service does not answer",
    cure: "Try again later. An administrator finds the cause on the page of the provider.",
    retryable: true,
  },
} as const satisfies Record<string, ErrorSpec>;

// The codes of `ProviderError`, for the list of all errors.
defineErrors(providerErrorSpecs);
