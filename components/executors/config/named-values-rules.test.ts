import { describe, expect, it } from "vitest";
import { english } from "@/components/testing/english";
import { type NamedRow, type NamedValue, readRows, rowOf } from "./named-values-rules";

const t = english("executors.config");

const number = (text: string, name = "limit", id = 1): NamedRow => ({ id, name, kind: "number", text });

describe("named values", () => {
  it("are read back unchanged", () => {
    const values: Record<string, NamedValue> = { a: 5.5, b: "5,5", c: true, d: false, e: null, f: "" };
    const rows = Object.entries(values).map(([name, value], id) => rowOf(id, name, value));
    expect(readRows(t, rows)).toEqual({ values, problems: new Map() });
    expect(readRows(t, []).values).toBeUndefined();
  });

  it.each(["5,5", "abc", "", " ", "1e999", "NaN"])("do not read %j as a number or as an empty value", (text) => {
    const { values, problems } = readRows(t, [number(text)]);
    expect(values).toEqual({ limit: text });
    expect(problems.get(1)).toEqual({ value: "Type a number, such as 5.5." });
  });

  it("mark a name that exists twice", () => {
    const { problems } = readRows(t, [number("1"), number("2", " limit ", 2), number("x", "", 3), number("4", "", 4)]);
    expect([...problems]).toEqual([[2, { name: "This name exists already." }]]);
  });
});
