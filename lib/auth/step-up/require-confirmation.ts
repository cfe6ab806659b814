import type { Actor } from "@/lib/access/actor";
import { stepUpScope } from "@/lib/access/permissions";
import { factorErrors } from "../factors/errors";
import { confirmationMethods } from "../factors/methods";

/** How long a proof counts as fresh, in seconds, also after signing in. */
export const confirmedForSeconds = 600;

/**
 * Throws `step_up_required`, with the methods to choose from, unless the actor proved who they are within ten minutes:
 * by their second factor when they have one, else by their password. A token needs the scope `step_up` instead, which
 * `*` does not imply. The system (worker, command line) passes.
 */
export async function requireConfirmation(actor: Actor): Promise<void> {
  if (actor.kind === "system") return;
  if (actor.kind === "token") {
    if (actor.scopes?.includes(stepUpScope)) return;
    throw factorErrors.step_up_required({
      detail: `A person has to confirm this: a token needs the scope ${stepUpScope}.`,
      extra: { methods: [] },
    });
  }
  const ago = actor.assurance?.confirmedSecondsAgo;
  if (ago != null && ago < confirmedForSeconds) return;
  const methods = actor.userId ? await confirmationMethods(actor.userId) : [];
  throw factorErrors.step_up_required({ extra: { methods } });
}

/** Throws `second_factor_enrolment_required` when the actor's role needs a second factor and they have none. */
export function requireEnrolment(actor: Actor): void {
  if (actor.assurance?.mustEnrol) throw factorErrors.second_factor_enrolment_required();
}
