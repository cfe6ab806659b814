import type { Outcome } from "../contract";
import {
  type AttemptRow,
  busiestNetworks,
  countTries,
  durationText,
  groupBy,
  inWindow,
  plural,
  type Rule,
  type Signal,
  scoreOf,
} from "./rule";

/** Password attempts, including those that the limits refused: a fast attacker is mostly refused. */
const guesses = new Set<Outcome>(["wrong_password", "unknown_account", "limited"]);
/** A sign-in from where this many guesses came from was probably the last of them. */
const guessesBeforeHit = 3;

/**
 * Many wrong passwords for one account. Browsers that the account knows are left out: they have a limit of their own,
 * and their user is the owner mistyping. The threshold is the same for accounts that do not exist, so that what is done
 * about it reveals nothing about which exist.
 */
export const bruteForce: Rule = {
  kind: "brute_force",
  title: "Guessing one account's password",
  help: "Wrong passwords for one account, from all networks. Browsers the account knows are not counted.",
  thresholdLabel: "Wrong passwords",
  defaults: { enabled: true, threshold: 10, windowSeconds: 900, response: "slow" },
  choices: ["observe", "notify", "slow", "challenge", "block", "lock", "revoke"],
  detect({ attempts }, { threshold, windowSeconds }, nowMs) {
    const unknownDevices = attempts.filter((row) => !row.knownDevice && inWindow(row.atMs, nowMs, windowSeconds));
    const signals: Signal[] = [];
    for (const [hash, rows] of groupBy(unknownDevices, (row) => row.accountHash)) {
      const wrong = rows.filter((row) => guesses.has(row.outcome));
      const count = countTries(wrong);
      if (count >= threshold) signals.push(signalOf(hash, rows, wrong, { threshold, windowSeconds }));
    }
    return signals;
  },
};

function signalOf(
  hash: string,
  rows: AttemptRow[],
  wrong: AttemptRow[],
  { threshold, windowSeconds }: { threshold: number; windowSeconds: number },
): Signal {
  const count = countTries(wrong);
  const networks = busiestNetworks(wrong);
  const userId = rows.find((row) => row.userId)?.userId ?? null;
  const hit = rows.find((row) => row.outcome === "succeeded" && isHit(row, wrong));
  const from = networks.length === 1 ? networks[0] : plural(networks.length, "network");
  const reasons = [`${count} wrong passwords for one account within ${durationText(windowSeconds)}, from ${from}.`];
  if (networks.length > 5) reasons.push("The attempts come from many networks at once, as from a botnet.");
  if (!userId) reasons.push("There is no such account.");
  if (hit) reasons.push(`Then a sign-in from ${hit.network} succeeded: the password may have been found.`);
  const base = scoreOf(count, threshold, userId ? 50 : 20);
  const score = hit ? 100 : base;
  const subject = `account:${hash}`;
  const sessionId = hit?.sessionId ?? null;
  return {
    kind: "brute_force",
    subject,
    score,
    reasons,
    userId,
    accountHash: hash,
    networks,
    sessionId,
    tokenId: null,
  };
}

function isHit(success: AttemptRow, wrong: AttemptRow[]): boolean {
  const before = wrong.filter((row) => row.network === success.network && row.atMs <= success.atMs);
  return success.network !== null && countTries(before) >= guessesBeforeHit;
}
