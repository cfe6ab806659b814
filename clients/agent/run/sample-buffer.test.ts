import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { columnNames } from "../collectors/collection";
import { SampleBuffer, type TimedRow } from "./sample-buffer";

let folder = "";
let file = "";
const sample = (at: number): TimedRow => [at, ...columnNames.map(() => 1)];
const saved = () => (JSON.parse(readFileSync(file, "utf8")) as { rows: TimedRow[] }).rows.map(([at]) => at);

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "lightnode-buffer-"));
  file = path.join(folder, "spool.json");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A buffer whose samples of 1 to `count` are on the disk. */
function spooled(count: number): SampleBuffer {
  const buffer = new SampleBuffer(file);
  for (let at = 1; at <= count; at++) buffer.add(sample(at));
  buffer.save();
  return new SampleBuffer(file);
}

it("keeps samples over a restart, and removes the file when all of them are stored", () => {
  const buffer = spooled(3);
  expect(buffer.batch().map(([at]) => at)).toEqual([1, 2, 3]);
  buffer.drop(buffer.batch());
  expect(buffer.size).toBe(0);
  expect(existsSync(file)).toBe(false);
});

it("removes the file also when a sample came during the call", () => {
  const buffer = spooled(3);
  const sent = buffer.batch();
  buffer.add(sample(4));
  buffer.drop(sent);
  expect(buffer.batch().map(([at]) => at)).toEqual([4]);
  expect(existsSync(file)).toBe(false);
});

it("keeps on the disk what a further batch has to send", () => {
  const buffer = spooled(400);
  buffer.drop(buffer.batch());
  expect(buffer.size).toBe(40);
  expect(saved()).toEqual(Array.from({ length: 40 }, (_, index) => 361 + index));
  buffer.drop(buffer.batch());
  expect(existsSync(file)).toBe(false);
});
