import { expect, it } from "vitest";
import { fieldOf, isRecord, keysOf } from "./records";

it("lists the table's own keys in order", () => {
  expect(keysOf({ b: 1, a: 2 })).toEqual(["b", "a"]);
  expect(keysOf(Object.create({ inherited: 1 }))).toEqual([]);
});

it.each([
  [{}, true],
  [[], true],
  [new Error("x"), true],
  [null, false],
  [undefined, false],
  ["text", false],
])("knows whether %j has fields", (value, expected) => {
  expect(isRecord(value)).toBe(expected);
});

it("reads a field of anything", () => {
  expect(fieldOf({ code: "42P01" }, "code")).toBe("42P01");
  expect(fieldOf(Object.assign(new Error("x"), { code: 1 }), "code")).toBe(1);
  expect(fieldOf(null, "code")).toBeUndefined();
  expect(fieldOf("text", "length")).toBeUndefined();
});
