import { expect, test } from "vitest";
import { endedForMemory } from "./exit-cause";

test.each([
  ["in order, whatever happened before", 0, { outOfMemory: true, seen: true }, false],
  ["killed, with a kill for memory just before", 137, { outOfMemory: true, seen: true }, true],
  ["failed, with a kill for memory just before", 1, { outOfMemory: true, seen: true }, true],
  ["killed, with none just before", 137, { outOfMemory: false, seen: true }, false],
  ["killed, at a time that the engine forgot", 137, { outOfMemory: false, seen: false }, true],
  ["failed, at a time that the engine forgot", 1, { outOfMemory: false, seen: false }, false],
  ["killed, and the events could not be read", 137, null, true],
] as const)("a container with an earlier kill for memory that ended %s", (_what, exitCode, events, expected) => {
  expect(endedForMemory(exitCode, events)).toBe(expected);
});
