import { expect, it } from "vitest";
import { changedFields } from "./diff-view";

it("shows the fields that differ, whichever side they are on", () => {
  const before = { name: "old", memory: 1, gone: true, list: [1] };
  const after = { name: "new", memory: 1, added: null, list: [1, 2] };
  expect(changedFields(before, after)).toEqual([
    { field: "name", was: "old", is: "new" },
    { field: "gone", was: "true", is: "" },
    { field: "list", was: "[1]", is: "[1,2]" },
    { field: "added", was: "", is: "null" },
  ]);
  expect(changedFields(null, null)).toEqual([]);
});
