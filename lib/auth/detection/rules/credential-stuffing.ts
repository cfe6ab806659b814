import { isInside } from "@/lib/core/networks";
import type { Outcome } from "../contract";
import { type AttemptRow, countTries, durationText, groupBy, inWindow, type Rule, type Signal, scoreOf } from "./rule";

const failures = new Set<Outcome>(["wrong_password", "unknown_account", "limited"]);

const insideText =
  "That is a private network, so it is not blocked automatically: if a proxy runs there, add it to TRUSTED_PROXIES.";

/**
 * One network that tries many accounts: leaked passwords, tried once each. A network where most accounts do sign in is
 * an an office, not an attack.
 */
export const credentialStuffing: Rule = {
  kind: "credential_stuffing",
  title: "Many accounts from one network",
  help: "Failed sign-ins to different accounts from one network, as with lists of leaked passwords.",
  thresholdLabel: "Accounts",
  defaults: { enabled: true, threshold: 10, windowSeconds: 3600, response: "block" },
  choices: ["observe", "notify", "challenge", "block", "revoke"],
  detect({ attempts }, { threshold, windowSeconds }, nowMs) {
    const unknownDevices = attempts.filter((row) => !row.knownDevice && inWindow(row.atMs, nowMs, windowSeconds));
    const signals: Signal[] = [];
    for (const [network, rows] of groupBy(unknownDevices, (row) => row.network)) {
      const failed = rows.filter((row) => failures.has(row.outcome));
      const accounts = new Set(failed.map((row) => row.accountHash));
      const succeeded = rows.filter((row) => row.outcome === "succeeded");
      const welcome = new Set(succeeded.map((row) => row.accountHash));
      if (accounts.size < threshold || welcome.size * 2 >= accounts.size) continue;
      signals.push(signalOf({ network, failed, accounts: accounts.size, succeeded, threshold, windowSeconds }));
    }
    return signals;
  },
};

type Found = {
  network: string;
  failed: AttemptRow[];
  accounts: number;
  succeeded: AttemptRow[];
  threshold: number;
  windowSeconds: number;
};

function signalOf({ network, failed, accounts, succeeded, threshold, windowSeconds }: Found): Signal {
  const unknown = new Set(failed.filter((row) => row.outcome === "unknown_account").map((row) => row.accountHash)).size;
  const hit = succeeded[0] ?? null;
  const tries = countTries(failed);
  const reasons = [
    `${network} failed to sign in to ${accounts} different accounts within ${durationText(windowSeconds)} (${tries} tries).`,
  ];
  if (unknown > 0) reasons.push(`${unknown} of them do not exist here: the addresses come from another source.`);
  if (isInside(network)) reasons.push(insideText);
  if (hit) reasons.push("It also signed in to an account: that password may be a leaked one.");
  return {
    kind: "credential_stuffing",
    subject: `network:${network}`,
    score: hit ? 100 : scoreOf(accounts, threshold, 60),
    reasons,
    userId: hit?.userId ?? null,
    accountHash: hit?.accountHash ?? null,
    networks: [network],
    sessionId: hit?.sessionId ?? null,
    tokenId: null,
  };
}
