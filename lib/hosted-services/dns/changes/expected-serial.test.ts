import { expect, it } from "vitest";
import { expectedSerial } from "./expected-serial";

const read = (value?: string) => expectedSerial(new Headers(value === undefined ? {} : { "if-match": value }));

it("reads one serial, or any", () => {
  expect(read('"2026112701"')).toBe(2026112701);
  expect(read()).toBeNull();
  expect(read("*")).toBeNull();
});

it.each(["2026112701", '"x"', '""', 'W/"1"', '"1", "2"', '"12345678901"'])("refuses %s", (value) => {
  expect(() => read(value)).toThrow(/If-Match/);
});
