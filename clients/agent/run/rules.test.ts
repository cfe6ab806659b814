import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readArguments } from "../commands/arguments";
import { fingerprint } from "../fingerprint";
import { appendLine } from "../home";
import { pauseMs, verdictOf } from "./decide-answer";
import { nextOnGrid } from "./grid";
import { SampleBuffer } from "./sample-buffer";

const folder = mkdtempSync(path.join(tmpdir(), "lightnode-agent-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("an answer", () => {
  it.each([
    [200, { watchSeconds: 60 }, "stored"],
    [401, { code: "agent_token_invalid" }, "stop"],
    [409, { code: "agent_copied" }, "stop"],
    [401, null, "retry"],
    [403, null, "retry"],
    [401, { code: "unauthorized" }, "retry"],
    [403, { code: "agent_owner_disabled" }, "retry"],
    [503, { code: "agent_token_invalid" }, "retry"],
    [422, { code: "validation_failed" }, "quarantine"],
    [413, { code: "payload_too_large" }, "quarantine"],
    [429, { code: "rate_limited" }, "retry"],
    [404, null, "retry"],
    [503, { code: "database_unavailable" }, "retry"],
    [502, null, "retry"],
  ])("%i %j: %s", (status, body, kind) => {
    expect(verdictOf({ status, body, retryAfterMs: 7_000 })).toMatchObject({ kind });
  });

  it("says how long to wait", () => {
    expect(verdictOf({ status: 429, body: null, retryAfterMs: 7_000 })).toEqual({ kind: "retry", afterMs: 7_000 });
    expect([pauseMs(1, 0), pauseMs(3, 1), pauseMs(99, 1)]).toEqual([1_000, 8_000, 60_000]);
  });
});

it.each([
  [0, 10_000, 0, 10_000],
  [10_000, 10_000, 0, 20_000],
  [9_999, 10_000, 0.5, 15_000],
  [16_000, 10_000, 0.5, 25_000],
])("the time on the grid after %i of %i with share %d is %i", (now, interval, share, expected) => {
  expect(nextOnGrid(now, interval, share)).toBe(expected);
});

describe("the buffer", () => {
  it("keeps the newest six hours, sends the oldest first, and survives a restart", () => {
    const file = path.join(folder, "spool.json");
    const buffer = new SampleBuffer(file);
    for (let at = 1; at <= 2_200; at++) buffer.add([at, at]);
    expect(buffer.size).toBe(2_160);
    expect(buffer.batch()[0]).toEqual([41, 41]);
    expect(buffer.batch()).toHaveLength(360);
    buffer.save();
    const again = new SampleBuffer(file);
    expect(again.size).toBe(2_160);
    again.drop(again.batch());
    expect(again.batch()[0]).toEqual([401, 401]);
    expect(readFileSync(file, "utf8").length).toBeLessThan(5_000_000);
  });

  it("starts empty with a damaged file", () => {
    const file = path.join(folder, "damaged.json");
    writeFileSync(file, '{"columns": [');
    expect(new SampleBuffer(file).size).toBe(0);
  });
});

it("appends to a file, which never grows beyond its limit", () => {
  const file = path.join(folder, "lines.jsonl");
  for (const text of ["1111", "2222", "3333"]) appendLine(file, text, 12);
  expect([readFileSync(file, "utf8"), readFileSync(`${file}.old`, "utf8")]).toEqual(["3333\n", "1111\n2222\n"]);
});

it("is the same machine after it was renamed, and without an id its name", () => {
  const id = "0123456789abcdef0123456789abcdef";
  const withId = (path: string) => (path === "/etc/machine-id" ? id : null);
  expect(fingerprint(withId, "old")).toBe(fingerprint(withId, "new"));
  for (const text of [null, "", "uninitialized"]) {
    expect(fingerprint(() => text, "old")).not.toBe(fingerprint(() => text, "new"));
  }
  expect(fingerprint(withId, "old")).toMatch(/^[\w-]{16}$/);
});

it("refuses unknown arguments", () => {
  expect(readArguments(["run", "--home", "/x"])).toMatchObject({ command: "run", home: "/x" });
  expect(() => readArguments(["run", "--hom", "/x"])).toThrow(/Unknown argument/);
});
