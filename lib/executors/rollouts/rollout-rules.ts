/** Number of executors in a share of a fleet; at least one. Pure. */
export function shareOf(total: number, percent: number): number {
  return total === 0 ? 0 : Math.max(1, Math.ceil((total * percent) / 100));
}

export type RolloutFacts = {
  /** Since the current share got the version; null: it has not got it yet. */
  stageAgeSeconds: number | null;
  soakSeconds: number;
  failures: number;
  maxFailures: number;
  /** Executors of the share that are online and have not applied the version yet. */
  unapplied: number;
  isLastStage: boolean;
};

/** How long online executors may take to apply a version, beyond the soak time. */
const graceSeconds = 180;

/**
 * What to do next: give the share its version, wait, halt on too many errors, advance to the next share, or finish.
 * Errors count before time. Pure.
 */
export function nextRolloutStep(facts: RolloutFacts): "apply" | "wait" | "halt" | "advance" | "finish" {
  if (facts.stageAgeSeconds === null) return "apply";
  if (facts.failures > facts.maxFailures) return "halt";
  if (facts.stageAgeSeconds < facts.soakSeconds) return "wait";
  if (facts.unapplied > 0) return facts.stageAgeSeconds < facts.soakSeconds + graceSeconds ? "wait" : "halt";
  return facts.isLastStage ? "finish" : "advance";
}
