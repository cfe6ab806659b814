import { expect, it } from "vitest";
import { suggestFix } from "./suggest-fix";

it.each([
  [{ code: "game_crashed", cause: "memory" }, 2, { field: "memory", value: 3 }],
  [{ code: "game_crashed", cause: "heap" }, 0.5, { field: "memory", value: 1 }],
  [{ code: "container_out_of_memory", cause: null }, 1, { field: "memory", value: 1.5 }],
  [{ code: "game_crashed", cause: "disk" }, 2, { field: "diskSpace", value: 15 }],
  [{ code: "disk_full", cause: null }, 2, { field: "diskSpace", value: 15 }],
  [{ code: "game_crashed", cause: "plugin" }, 2, null],
  [{ code: "game_crashed", cause: "exit" }, 2, null],
] as const)("after %j at %s GiB it is %j", (failure, memory, expected) => {
  expect(suggestFix(failure, { memory, diskSpace: 10 })).toEqual(expected);
});
