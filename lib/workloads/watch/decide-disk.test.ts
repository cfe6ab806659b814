import { describe, expect, it, test } from "vitest";
import { type DiskUse, decideEndings, fileLimit, isFilling, nextLookMs, reserveBytes } from "./decide-disk";

const mib = 1024 ** 2;
const gib = 1024 ** 3;
const roomy = { totalBytes: 100 * gib, freeBytes: 50 * gib, totalFiles: 1_000_000, freeFiles: 500_000 };
const noSpace = { ...roomy, freeBytes: 4 * gib };
const noFiles = { ...roomy, freeFiles: 40_000 };

function server(changes: Partial<DiskUse> = {}): DiskUse {
  return {
    resourceId: "a",
    bytes: 100 * mib,
    files: 100,
    diskMb: 1024,
    bytesPerSecond: 0,
    filesPerSecond: 0,
    ...changes,
  };
}

describe("which servers end", () => {
  it.each<[string, DiskUse[], typeof roomy, unknown[]]>([
    ["within its size", [server()], roomy, []],
    [
      "beyond its size, slowly",
      [server({ bytes: 1025 * mib })],
      roomy,
      [{ resourceId: "a", how: "stop", why: "size" }],
    ],
    [
      "beyond its size, fast",
      [server({ bytes: 1025 * mib, bytesPerSecond: 600 * mib })],
      roomy,
      [{ resourceId: "a", how: "kill", why: "size" }],
    ],
    [
      "far beyond at the first look",
      [server({ bytes: 2200 * mib, bytesPerSecond: null, filesPerSecond: null })],
      roomy,
      [{ resourceId: "a", how: "kill", why: "size" }],
    ],
    [
      "a bit beyond at the first look",
      [server({ bytes: 1030 * mib, bytesPerSecond: null, filesPerSecond: null })],
      roomy,
      [{ resourceId: "a", how: "stop", why: "size" }],
    ],
    [
      "200,000 small files in 1 GiB",
      [server({ files: 200_000, filesPerSecond: 2_000 })],
      roomy,
      [{ resourceId: "a", how: "kill", why: "files" }],
    ],
    ["many files in a large server", [server({ files: 200_000, diskMb: 20_480 })], roomy, []],
    [
      "the reserve is touched: the fastest one only",
      [
        server({ bytesPerSecond: 30 * mib }),
        server({ resourceId: "b", bytesPerSecond: 90 * mib }),
        server({ resourceId: "c" }),
      ],
      noSpace,
      [{ resourceId: "b", how: "kill", why: "machine" }],
    ],
    [
      "the reserve of files is touched",
      [server({ bytesPerSecond: mib }), server({ resourceId: "b", filesPerSecond: 900 })],
      noFiles,
      [{ resourceId: "b", how: "kill", why: "machine" }],
    ],
    ["the reserve is touched by nobody here", [server(), server({ resourceId: "b" })], noSpace, []],
    [
      "the reserve is touched and one is beyond its size: that one only",
      [server({ bytes: 1025 * mib }), server({ resourceId: "b", bytesPerSecond: 90 * mib })],
      noSpace,
      [{ resourceId: "a", how: "stop", why: "size" }],
    ],
  ])("%s", (_, servers, disk, expected) => {
    expect(decideEndings(servers, disk)).toEqual(expected);
  });
});

test("the fastest one may be one whose figures are older; nobody is beyond its size by older figures", () => {
  const fast = server({ resourceId: "b", bytesPerSecond: 90 * mib });
  const large = server({ resourceId: "c", bytes: 1025 * mib });
  expect(decideEndings([server({ bytesPerSecond: 2 * mib })], noSpace, [fast, large])).toEqual([
    { resourceId: "b", how: "kill", why: "machine" },
  ]);
});

test("the reserve grows with the disk, within bounds", () => {
  expect([10 * gib, 100 * gib, 10_000 * gib].map(reserveBytes)).toEqual([gib, 5 * gib, 20 * gib]);
});

test("files are limited by the size", () => {
  expect([1024, 10_240].map(fileLimit)).toEqual([65_536, 655_360]);
});

test("the next look follows the rate", () => {
  expect(nextLookMs(10 * gib, 0, true)).toBe(200);
  expect(nextLookMs(10 * gib, -5, false)).toBe(15_000);
  expect(nextLookMs(640 * mib, 1024 * mib, true)).toBeCloseTo(156, 0);
  expect(nextLookMs(mib, 1024 * mib, true)).toBe(100);
  expect(nextLookMs(mib, 1024 * mib, false)).toBe(2_000);
});

test("a machine that fills is distinguished from one that works", () => {
  expect([isFilling(mib, 10), isFilling(6 * mib, 0), isFilling(0, 300)]).toEqual([false, true, true]);
});
