import { describe, expect, it } from "vitest";
import { hashPassword, verifyPassword } from "./password";

const settings = { PASSWORD_PEPPER: "pepper-pepper-pepper-pepper-pepper", PASSWORD_HASH_COST: 12 };
const astral = "😀".repeat(64);

describe("passwords at rest", () => {
  it.each([
    ["differ after 72 bytes", "a".repeat(72), `${"a".repeat(72)}b`],
    ["differ in their last of 256 characters", `${"a".repeat(255)}x`, `${"a".repeat(255)}y`],
    ["are 64 characters outside the basic plane", astral, `${"😀".repeat(63)}😁`],
    ["hold a NUL", "abc\0def", "abc\0xyz"],
    ["differ in case", "Secret123", "secret123"],
    ["end in a space", "secret ", "secret"],
  ])("distinguish two that %s", async (_what, password, other) => {
    const stored = await hashPassword(password, settings);
    expect(stored).toMatch(/^b1\$\$2[aby]\$12\$[./A-Za-z0-9]{53}$/);
    expect(
      await Promise.all([verifyPassword(password, stored, settings), verifyPassword(other, stored, settings)]),
    ).toEqual([true, false]);
  });

  it("do not care how an accent was typed", async () => {
    const stored = await hashPassword("caf\u00e9-\u212b", settings);
    expect(await verifyPassword("cafe\u0301-\u00c5", stored, settings)).toBe(true);
  });

  it("are salted, and worthless without the pepper", async () => {
    const [one, two] = await Promise.all([hashPassword("same", settings), hashPassword("same", settings)]);
    expect(one).not.toBe(two);
    expect(await verifyPassword("same", one, { ...settings, PASSWORD_PEPPER: `${settings.PASSWORD_PEPPER}x` })).toBe(
      false,
    );
  });

  it("take as long for an account that is not there", async () => {
    const stored = await hashPassword("known", settings);
    const timed = async (hash: string | null) => {
      const startedAt = performance.now();
      expect(await verifyPassword("wrong", hash, settings)).toBe(false);
      return performance.now() - startedAt;
    };
    // Pairs, the quickest of each: what else the machine does only ever adds.
    const pairs: [number, number][] = [];
    for (let round = 0; round < 3; round++) pairs.push([await timed(stored), await timed(null)]);
    const known = Math.min(...pairs.map(([ms]) => ms));
    const unknown = Math.min(...pairs.map(([, ms]) => ms));
    expect(unknown / known).toBeGreaterThan(0.7);
    expect(unknown / known).toBeLessThan(1.4);
  });

  it("are refused when the stored hash is of no known scheme", async () => {
    for (const stored of ["", "none", "$2b$12$abc", "b2$x"])
      expect(await verifyPassword("x", stored, settings)).toBe(false);
  });
});
