import { declaredErrors } from "@/lib/core/errors";
// Declares its codes, so that their cures are known wherever failures are shown.
import "@/lib/provisioning/errors";
import type { FailureView } from "./contract";

/** The failure that is stored with a resource, with its cure; null without one. */
export function showFailure(code: string | null, message: string | null): FailureView | null {
  if (code === null) return null;
  return { code, message: message ?? "", cure: declaredErrors().get(code)?.cure ?? null };
}
