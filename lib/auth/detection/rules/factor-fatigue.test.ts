import { describe, expect, it } from "vitest";
import { attempt, attempts, evidence, nowMs } from "@/lib/testing/sign-in/attempts";
import { factorFatigue } from "./factor-fatigue";
import type { AttemptRow } from "./rule";

const limits = { threshold: 5, windowSeconds: 900 };
const detect = (rows: AttemptRow[]) => factorFatigue.detect(evidence(rows), limits, nowMs);
const asked = () => ({ outcome: "factor_asked" as const });
const wrong = () => ({ outcome: "factor_wrong" as const });
const oneOfEach = (i: number) => ({ outcome: (["factor_asked", "factor_sent", "factor_wrong"] as const)[i % 3] });

describe("pressing for a second factor", () => {
  it.each<[string, AttemptRow[], number]>([
    ["one below the threshold", attempts(4, asked), 0],
    ["the threshold", attempts(5, asked), 1],
    ["three steps that were asked, sent and wrong", attempts(9, oneOfEach), 0],
    ["five steps that were asked, sent and wrong", attempts(15, oneOfEach), 1],
    ["four wrong codes in one step", [attempt(asked()), ...attempts(4, wrong)], 0],
    ["five wrong codes in one step", [attempt(asked()), ...attempts(5, wrong)], 1],
    ["wrong passwords are something else", attempts(20), 0],
    ["at the window's end", attempts(5, () => ({ ...asked(), secondsAgo: 900 })), 1],
    ["one before the window", attempts(5, (i) => ({ ...asked(), secondsAgo: i ? 60 : 901 })), 0],
    ["with a browser the account knows", attempts(5, () => ({ ...asked(), knownDevice: true })), 0],
    ["of two people", attempts(8, (i) => ({ ...asked(), userId: `usr_${i % 2}` })), 0],
    ["and then the owner got in", [...attempts(5, asked), attempt({ outcome: "succeeded", secondsAgo: 1 })], 0],
    ["after the owner got in", [...attempts(5, asked), attempt({ outcome: "succeeded", secondsAgo: 300 })], 1],
  ])("%s", (_what, rows, signals) => expect(detect(rows)).toHaveLength(signals));

  it("says that the password is known, and how many codes were wrong", () => {
    const rows = [...attempts(2, wrong), ...attempts(7, asked)];
    expect(detect(rows)).toMatchObject([
      {
        subject: "user:usr_ada",
        accountHash: "ada",
        score: 68,
        reasons: [
          "7 second steps within 15 minutes and no sign-in.",
          "2 of them were wrong codes.",
          "The client knows the password.",
        ],
      },
    ]);
  });
});
