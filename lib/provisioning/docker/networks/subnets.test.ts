import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Block, formatCidr, overlap, parseCidr, pickFreeBlock } from "./subnets";

function block(text: string): Block {
  const parsed = parseCidr(text);
  if (!parsed) throw new Error(`not a block: ${text}`);
  return parsed;
}

describe("parseCidr", () => {
  test("drops the host part and keeps high addresses positive", () => {
    expect(block("10.210.1.77/24")).toEqual(block("10.210.1.0/24"));
    expect(block("192.168.0.0/16").first).toBe(3_232_235_520);
    expect(block("0.0.0.0/0")).toEqual({ first: 0, last: 2 ** 32 - 1 });
    expect(block("255.255.255.255/32")).toEqual({ first: 2 ** 32 - 1, last: 2 ** 32 - 1 });
  });
  test.each(["", "10.0.0.0", "10.0.0.0/33", "10.0.0.256/8", "fd00::/64", "10.0.0.0/8 ", "a.b.c.d/8"])(
    "%s is none",
    (text) => {
      expect(parseCidr(text)).toBeNull();
    },
  );
  test("is undone by formatCidr", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 0, max: 32 }), (address, prefix) => {
        const first = address - (address % 2 ** (32 - prefix));
        expect(block(formatCidr(first, prefix)).first).toBe(first);
      }),
    );
  });
});

describe("pickFreeBlock", () => {
  const pool = block("10.210.0.0/24");

  test.each<[string[], string | null]>([
    [[], "10.210.0.0/27"],
    [["10.210.0.0/27"], "10.210.0.32/27"],
    [["172.17.0.0/16"], "10.210.0.0/27"],
    [["10.210.0.0/26", "10.210.0.64/30"], "10.210.0.96/27"],
    [["10.0.0.0/8"], null],
  ])("beside %o it is %s", (used, expected) => {
    expect(pickFreeBlock(pool, 27, used.map(block))).toBe(expected);
  });

  test("fills the pool without overlap, from wherever it starts", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 0.999, noNaN: true }), (start) => {
        const used: Block[] = [block("10.210.0.70/32")];
        for (let count = 0; count < 7; count++) {
          const found = block(pickFreeBlock(pool, 27, used, start) ?? "");
          expect(used.some((other) => overlap(other, found))).toBe(false);
          expect(overlap(found, pool)).toBe(true);
          used.push(found);
        }
        expect(pickFreeBlock(pool, 27, used, start)).toBeNull();
      }),
    );
  });
});
