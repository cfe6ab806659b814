import { expect, it } from "vitest";
import { findDrift } from "./find-drift";

const ref = (marker: string) => ({ name: `d_${marker}`, marker });
const row = (id: string, isSettled = true) => ({ id, objectName: `d_${id}`, isSettled });
const none = new Map<string, string[]>();

it.each([
  ["equal sides have no drift", [ref("a")], [row("a")], none, []],
  ["what has no row is an orphan", [ref("a"), ref("b")], [row("a")], none, ["orphan b"]],
  ["what is not at the provider is a ghost", [], [row("a")], none, ["ghost a"]],
  ["a row with a run in progress is neither", [], [row("a", false)], none, []],
  ["its object is no orphan either", [ref("a")], [row("a", false)], none, []],
  ["differences are reported with their sentences", [ref("a")], [row("a")], new Map([["a", ["x"]]]), ["difference a"]],
  ["an object that is listed twice is reported once", [ref("a"), ref("a")], [], none, ["orphan a"]],
] as const)("%s", (_, found, expected, differences, drift) => {
  const shown = findDrift(found, expected, differences as ReadonlyMap<string, string[]>);
  expect(shown.map(({ type, resourceId }) => `${type} ${resourceId}`)).toEqual(drift);
});
