import type { HostedStatus } from "../contract";
import type { HostedPlan } from "./hosted-definition";
import { apply, check, create, remove, verify } from "./hosted-steps";

/** What can be done to every hosted object. */
export const hostedRuns = ["create", "apply", "suspend", "resume", "delete"] as const;
export type HostedRun = (typeof hostedRuns)[number];

/**
 * A create fails at once and leaves nothing. Changes wait while the provider is unavailable, since what should be is
 * stored already; a change that the provider refuses is undone.
 */
export function hostedPlans<S, O>(noun: string): Record<HostedRun, HostedPlan<S, O>> {
  const change = (success: HostedStatus, message: string): HostedPlan<S, O> => ({
    steps: [apply()],
    success,
    failure: "active",
    persistent: false,
    waits: true,
    message,
  });
  return {
    create: {
      steps: [check(), create(), verify()],
      success: "active",
      failure: "failed",
      persistent: false,
      waits: false,
      message: `The ${noun} is ready.`,
    },
    apply: change("active", `The ${noun} was changed.`),
    suspend: { ...change("suspended", `The ${noun} is suspended.`), failure: "suspended", persistent: true },
    resume: change("active", `The ${noun} is active again.`),
    delete: {
      steps: [remove()],
      success: null,
      failure: "deleting",
      persistent: true,
      waits: true,
      message: `The ${noun} is deleted.`,
    },
  };
}
