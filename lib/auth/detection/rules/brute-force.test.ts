import { describe, expect, it } from "vitest";
import { attempt, attempts, evidence, nowMs } from "@/lib/testing/sign-in/attempts";
import { bruteForce } from "./brute-force";
import type { AttemptRow } from "./rule";

const limits = { threshold: 10, windowSeconds: 900 };
const detect = (rows: AttemptRow[]) => bruteForce.detect(evidence(rows), limits, nowMs);

describe("guessing one account's password", () => {
  it.each<[string, AttemptRow[], number]>([
    ["nothing", [], 0],
    ["one below the threshold", attempts(9), 0],
    ["the threshold", attempts(10), 1],
    ["far above", attempts(200), 1],
    ["one row that counts ten", [attempt({ tries: 10 })], 1],
    ["one row that counts nine", [attempt({ tries: 9 })], 0],
    ["turned away by the limit", attempts(10, (i) => (i < 5 ? {} : { outcome: "limited" })), 1],
    ["kept out already", attempts(10, (i) => (i < 9 ? {} : { outcome: "blocked" })), 0],
    ["codes, not passwords", attempts(10, () => ({ outcome: "factor_wrong" })), 0],
    ["at the window's end", attempts(10, () => ({ secondsAgo: 900 })), 1],
    ["before the window", attempts(10, (i) => ({ secondsAgo: i === 0 ? 901 : 60 })), 0],
    ["in the future", attempts(10, () => ({ secondsAgo: -5 })), 0],
    ["from a browser the account knows", attempts(10, () => ({ knownDevice: true })), 0],
    ["half from a known browser", attempts(18, (i) => ({ knownDevice: i % 2 === 0 })), 0],
    ["from many networks", attempts(10, (i) => ({ network: `198.51.${i}.0/24` })), 1],
    ["over two accounts", attempts(18, (i) => ({ accountHash: i % 2 ? "ada" : "bob" })), 0],
    ["at an account that does not exist", attempts(10, () => ({ userId: null, outcome: "unknown_account" })), 1],
  ])("%s", (_what, rows, signals) => expect(detect(rows)).toHaveLength(signals));

  it("says how much, from where, and of whom", () => {
    const [signal] = detect(attempts(12, (i) => ({ network: i < 8 ? "203.0.113.0/24" : "198.51.100.0/24" })));
    expect(signal).toMatchObject({
      subject: "account:ada",
      userId: "usr_ada",
      accountHash: "ada",
      networks: ["203.0.113.0/24", "198.51.100.0/24"],
      sessionId: null,
      reasons: ["12 wrong passwords for one account within 15 minutes, from 2 networks."],
    });
  });

  it("weighs more with more tries, and less for accounts that do not exist", () => {
    const score = (rows: AttemptRow[]) => detect(rows)[0]?.score ?? 0;
    const nobody = () => ({ userId: null, outcome: "unknown_account" }) as const;
    expect(score(attempts(10))).toBe(50);
    expect(score(attempts(30))).toBe(70);
    expect(score(attempts(500))).toBe(90);
    expect(score(attempts(10, nobody))).toBe(20);
  });

  it("is certain when the last guess was right, and names its session", () => {
    const success = attempt({ outcome: "succeeded", secondsAgo: 1, sessionId: "ses_1" });
    expect(detect([...attempts(10), success])).toMatchObject([{ score: 100, sessionId: "ses_1" }]);
  });

  it.each<[string, Partial<AttemptRow> & { secondsAgo?: number }]>([
    ["from elsewhere", { network: "192.0.2.0/24" }],
    ["from a known browser", { knownDevice: true }],
    ["before the guesses", { secondsAgo: 120 }],
  ])("does not take the owner's sign-in %s for a hit", (_what, over) => {
    const success = attempt({ outcome: "succeeded", secondsAgo: 1, sessionId: "ses_1", ...over });
    expect(detect([...attempts(10), success])).toMatchObject([{ score: 50, sessionId: null }]);
  });
});
