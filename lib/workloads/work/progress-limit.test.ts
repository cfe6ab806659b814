import { expect, it } from "vitest";
import { ProgressLimit } from "./progress-limit";

it("lets one message of a step through each second, and the first of another step at once", () => {
  const limit = new ProgressLimit();
  const asked: [step: string, ms: number, expected: boolean][] = [
    ["pull", 5_000, true],
    ["pull", 5_100, false],
    ["pull", 5_999, false],
    ["pull", 6_000, true],
    ["ready", 6_001, true],
    ["ready", 6_500, false],
    ["pull", 6_501, true],
  ];
  for (const [step, ms, expected] of asked) expect(limit.allows(step, ms), `${step} at ${ms}`).toBe(expected);
});
