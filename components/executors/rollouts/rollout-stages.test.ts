import { describe, expect, it } from "vitest";
import { canRollOut } from "./rollout-stages";

describe("a roll-out can be begun", () => {
  const done = { state: "done", toVersion: 2, given: 9, members: 10 };
  it.each([
    ["a newer version", { version: 2, liveVersion: 1 }, [], true],
    ["nothing new", { version: 1, liveVersion: 1 }, [], false],
    ["one is running", { version: 2, liveVersion: 1 }, [{ ...done, state: "running" }], false],
    ["one executor was left behind", { version: 2, liveVersion: 2 }, [done], true],
    ["all have it", { version: 2, liveVersion: 2 }, [{ ...done, given: 10 }], false],
    ["the last one was rolled back", { version: 2, liveVersion: 1 }, [{ ...done, state: "rolled_back" }], true],
    ["no executor follows it", { version: 2, liveVersion: 2 }, [{ ...done, given: 0, members: 0 }], false],
  ])("%s", (_when, template, rollouts, can) => expect(canRollOut(template, rollouts)).toBe(can));
});
