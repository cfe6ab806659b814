import { describe, expect, it } from "vitest";
import { attempt, attempts, evidence, nowMs } from "@/lib/testing/sign-in/attempts";
import { credentialStuffing } from "./credential-stuffing";
import type { AttemptRow } from "./rule";

const limits = { threshold: 10, windowSeconds: 3600 };
const detect = (rows: AttemptRow[]) => credentialStuffing.detect(evidence(rows), limits, nowMs);
const account = (i: number) => ({ accountHash: `a${i}`, userId: null, outcome: "unknown_account" as const });

describe("many accounts from one network", () => {
  it.each<[string, AttemptRow[], number]>([
    ["one account below the threshold", attempts(9, account), 0],
    ["the threshold", attempts(10, account), 1],
    ["above", attempts(60, account), 1],
    ["one account, many times", attempts(60), 0],
    ["at the window's end", attempts(10, (i) => ({ ...account(i), secondsAgo: 3600 })), 1],
    ["one before the window", attempts(10, (i) => ({ ...account(i), secondsAgo: i === 0 ? 3601 : 60 })), 0],
    ["from ten networks", attempts(10, (i) => ({ ...account(i), network: `198.51.${i}.0/24` })), 0],
    ["from nowhere known", attempts(10, (i) => ({ ...account(i), network: null })), 0],
    ["from browsers the accounts know", attempts(10, (i) => ({ ...account(i), knownDevice: true })), 0],
    ["kept out already", attempts(10, (i) => ({ ...account(i), outcome: "blocked" })), 0],
    [
      "an office, where most of them do sign in",
      [...attempts(12, account), ...attempts(6, (i) => ({ ...account(i), outcome: "succeeded" }))],
      0,
    ],
  ])("%s", (_what, rows, signals) => expect(detect(rows)).toHaveLength(signals));

  it("says what a private network may mean", () => {
    const [signal] = detect(attempts(10, (i) => ({ ...account(i), network: "10.0.0.0/24" })));
    expect(signal?.reasons.at(-1)).toMatch(/TRUSTED_PROXIES/);
  });

  it("says how many exist, and that one was opened", () => {
    const wrong = attempts(12, (i) => (i < 4 ? { accountHash: `a${i}` } : account(i)));
    expect(detect(wrong)).toMatchObject([
      {
        subject: "network:203.0.113.0/24",
        score: 62,
        networks: ["203.0.113.0/24"],
        accountHash: null,
        reasons: [
          "203.0.113.0/24 failed to sign in to 12 different accounts within 1 hour (12 tries).",
          "8 of them do not exist here: the addresses come from another source.",
        ],
      },
    ]);
    const hit = attempt({ accountHash: "bob", userId: "usr_bob", outcome: "succeeded", sessionId: "ses_1" });
    expect(detect([...wrong, hit])).toMatchObject([{ score: 100, userId: "usr_bob", sessionId: "ses_1" }]);
  });
});
