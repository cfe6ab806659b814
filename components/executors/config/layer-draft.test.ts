import { describe, expect, it } from "vitest";
import { compareWithLive, isSameLayer } from "./layer-draft";

describe("a draft of a layer", () => {
  const begun = { layer: { zmqPort: 1 }, version: 1 };
  const mine = { zmqPort: 1, features: { fast: true } };
  it.each([
    ["nothing happened", mine, begun, "same"],
    ["a roll-out made a new version of the rest", mine, { ...begun, version: 2 }, "renew"],
    ["somebody saved while nothing was typed", { zmqPort: 1 }, { layer: { zmqPort: 2 }, version: 2 }, "follow"],
    ["it is what was saved", mine, { layer: mine, version: 2 }, "follow"],
    ["somebody saved something else", mine, { layer: { zmqPort: 2 }, version: 2 }, "conflict"],
    ["without a new version, too", mine, { layer: { zmqPort: 2 }, version: 1 }, "conflict"],
  ])("%s", (_when, draft, live, verdict) => expect(compareWithLive(begun, draft, live)).toBe(verdict));

  it("differs from one whose value is of another kind, not from one in another order", () => {
    expect(isSameLayer({ settings: { a: 5, b: "x" } }, { settings: { b: "x", a: 5 } })).toBe(true);
    expect(isSameLayer({ settings: { a: 5 } }, { settings: { a: "5" } })).toBe(false);
  });
});
