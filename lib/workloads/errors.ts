import { defineErrors } from "@/lib/core/errors";

/** Conditions of runs of any kind. */
export const workloadErrors = defineErrors({
  cancelled: { status: 409, title: "Cancelled", cure: "It was cancelled on request." },
});
