import { describe, expect, it } from "vitest";
import { crashWindowMs, decideAfterExit } from "./decide-after-exit";

const now = new Date("2026-01-01T12:00:00Z");
const ago = (ms: number) => new Date(now.getTime() - ms);
const history = { wantRunning: true, crashCount: 0, lastCrashAt: null as Date | null };

describe("after a game ends", () => {
  it.each([
    ["code 0: asked to stop from inside", { exitCode: 0 }, {}, { do: "offline" }],
    ["code 0 while nobody listened", { exitCode: 0, unwatched: true }, {}, { do: "resume" }],
    [
      "code 0 while nobody listened, after the owner stopped it",
      { exitCode: 0, unwatched: true },
      { wantRunning: false },
      { do: "offline" },
    ],
    [
      "a crash while nobody listened",
      { exitCode: 1, unwatched: true },
      {},
      { do: "restart", delayMs: 2_000, crashCount: 1 },
    ],
    ["the owner stopped it", { exitCode: 137 }, { wantRunning: false }, { do: "offline" }],
    ["first crash", { exitCode: 1 }, {}, { do: "restart", delayMs: 2_000, crashCount: 1 }],
    ["killed from outside", { exitCode: 137 }, {}, { do: "restart", delayMs: 2_000, crashCount: 1 }],
    ["no exit code", { exitCode: null }, {}, { do: "restart", delayMs: 2_000, crashCount: 1 }],
    [
      "second crash",
      { exitCode: 1 },
      { crashCount: 1, lastCrashAt: ago(5_000) },
      { do: "restart", delayMs: 10_000, crashCount: 2 },
    ],
    [
      "third crash",
      { exitCode: 1 },
      { crashCount: 2, lastCrashAt: ago(5_000) },
      { do: "restart", delayMs: 30_000, crashCount: 3 },
    ],
    ["fourth crash", { exitCode: 1 }, { crashCount: 3, lastCrashAt: ago(5_000) }, { do: "crashed", crashCount: 4 }],
    [
      "just inside the window",
      { exitCode: 1 },
      { crashCount: 3, lastCrashAt: ago(crashWindowMs - 1) },
      { do: "crashed", crashCount: 4 },
    ],
    [
      "just outside the window",
      { exitCode: 1 },
      { crashCount: 3, lastCrashAt: ago(crashWindowMs) },
      { do: "restart", delayMs: 2_000, crashCount: 1 },
    ],
  ])("%s", (_what, exit, changes, expected) => {
    expect(decideAfterExit({ unwatched: false, ...exit }, { ...history, ...changes }, now)).toEqual(expected);
  });
});
