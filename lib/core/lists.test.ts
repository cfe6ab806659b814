import { expect, it } from "vitest";
import { pageOf } from "./lists";

const items = ["b", "d", "a", "c", "e"];

it.each([
  ["upwards", false, ["a", "b", "c", "d", "e"]],
  ["downwards", true, ["e", "d", "c", "b", "a"]],
])("pages of two go through the whole list %s, once", (_what, newest, expected) => {
  const seen: string[] = [];
  let cursor: string | undefined;
  for (let pages = 0; pages < 3; pages++) {
    const page = pageOf(items, { limit: 2, cursor }, (item) => item, newest);
    seen.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  }
  expect(seen).toEqual(expected);
  expect(cursor).toBeUndefined();
});

it("goes on behind an item that is gone", () => {
  expect(pageOf(["a", "c", "d"], { limit: 2, cursor: "b" }, (item) => item)).toEqual({
    items: ["c", "d"],
    nextCursor: null,
  });
});
