import type { Outcome } from "../contract";
import {
  type AttemptRow,
  busiestNetworks,
  countTries,
  durationText,
  groupBy,
  inWindow,
  type Rule,
  type Signal,
  scoreOf,
} from "./rule";

const asked = new Set<Outcome>(["factor_asked", "factor_sent", "factor_wrong"]);

/**
 * One second step leaves up to three rows: it was asked for, a code was sent, and the code was wrong. The most frequent
 * of the three is the number of tries: four wrong codes in one step are four, one wrong code in each of three steps is
 * three.
 */
function countSteps(rows: readonly AttemptRow[]): number {
  return Math.max(...[...asked].map((outcome) => countTries(rows.filter((row) => row.outcome === outcome))));
}

/**
 * The right password again and again, without the second factor: an attacker has it, and waits for the owner to approve
 * or guesses codes. What came before a success does not count: the owner signed in.
 */
export const factorFatigue: Rule = {
  kind: "factor_fatigue",
  title: "Repeated second-factor attempts",
  help: "The right password again and again, with codes asked for, sent or guessed, and no sign-in.",
  thresholdLabel: "Second steps",
  defaults: { enabled: true, threshold: 5, windowSeconds: 900, response: "lock" },
  choices: ["observe", "notify", "slow", "block", "lock"],
  detect({ attempts }, { threshold, windowSeconds }, nowMs) {
    const recent = attempts.filter((row) => inWindow(row.atMs, nowMs, windowSeconds) && row.userId !== null);
    const signals: Signal[] = [];
    for (const [userId, rows] of groupBy(recent, (row) => row.userId)) {
      const lastSuccess = Math.max(0, ...rows.filter((row) => row.outcome === "succeeded").map((row) => row.atMs));
      const steps = rows.filter((row) => !row.knownDevice && asked.has(row.outcome) && row.atMs > lastSuccess);
      const count = countSteps(steps);
      if (count < threshold) continue;
      const wrong = countTries(steps.filter((row) => row.outcome === "factor_wrong"));
      const networks = busiestNetworks(steps);
      const reasons = [`${count} second steps within ${durationText(windowSeconds)} and no sign-in.`];
      if (wrong > 0) reasons.push(`${wrong} of them were wrong codes.`);
      reasons.push("The client knows the password.");
      signals.push({
        kind: "factor_fatigue",
        subject: `user:${userId}`,
        score: scoreOf(count, threshold, 65),
        reasons,
        userId,
        accountHash: steps[0]?.accountHash ?? null,
        networks,
        sessionId: null,
        tokenId: null,
      });
    }
    return signals;
  },
};
