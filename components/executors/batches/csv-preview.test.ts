import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { english } from "@/components/testing/english";
import { lineErrors, previewCsv } from "./csv-preview";

const t = english("executors.batches");

describe("the preview of a table", () => {
  it("shows the first lines, including quotes and line breaks", () => {
    const preview = previewCsv(t, 'name,zmqPort\r\n"Shop, ""north""",5555\r\n\r\n"Two\nlines",\r\n');
    expect(preview).toMatchObject({ head: ["name", "zmqPort"], total: 2, problem: null, broken: 0 });
    expect(preview.lines.map(({ cells }) => cells[0])).toEqual(['Shop, "north"', "Two\nlines"]);
  });

  it.each([
    ["", "The first line names the columns, of: name, template, zmqHost, zmqPort."],
    ["zmqHost\n1", "The first line names the columns, of: name, template, zmqHost, zmqPort."],
    ["name,colour\nA,red", "Unknown columns: colour."],
    ["name\n", "There are no lines below the first."],
    [`name\n${"x\n".repeat(1001)}`, "There are 1001 lines; send at most 1000 at once."],
  ])("reports the error of the whole table %j", (text, problem) => {
    expect(previewCsv(t, text).problem).toBe(problem);
  });

  it("marks invalid lines, also far below", () => {
    const preview = previewCsv(t, `name,zmqPort\n${"A,1\n".repeat(30)}${"x".repeat(61)},1\n,2\nB,99999\nC,1,2\n`);
    expect(preview.broken).toBe(4);
    expect(preview.lines.filter(({ problem }) => problem).map(({ number, problem }) => [number, problem])).toEqual([
      [32, "The name is longer than 60 characters."],
      [33, "The name is missing."],
      [34, "Not a port."],
      [35, "More cells than columns."],
    ]);
  });

  it("refuses a quote within a cell, and counts lines as the file does", () => {
    const preview = previewCsv(t, 'name\n\nShop "Mitte"\nScreen 24" left\n"Two\nlines"\nB\n"open');
    expect(preview.lines.map(({ number, problem }) => [number, problem?.slice(0, 7)])).toEqual([
      [3, "A quote"],
      [4, "A quote"],
      [5, undefined],
      [7, undefined],
      [8, "A quote"],
    ]);
    expect(preview.broken).toBe(3);
  });

  it("never fails, whatever is pasted", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('"', ",", "\n", "\r", "a", " "), maxLength: 60 }), (text) => {
        expect(previewCsv(t, text).total).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it("assigns the panel's errors to their lines", () => {
    const errors = [
      { path: "csv.3.name", message: "Too long." },
      { path: "csv.4.overrides.zmqPort", message: "Not a port." },
      { path: "csv", message: "Send 1 to 1000 lines." },
    ];
    expect(lineErrors(t, errors).map(({ line }) => line)).toEqual(["Line 3, name", "Line 4, zmqPort", "The table"]);
  });
});
