import { describe, expect, it } from "vitest";
import { type IdKind, idPrefixes, newId } from "./ids";

const kinds = Object.keys(idPrefixes) as IdKind[];

describe("ids", () => {
  it.each(kinds)("of a %s carry its prefix and a ULID", (kind) => {
    expect(newId(kind)).toMatch(new RegExp(`^${idPrefixes[kind]}_[0-7][0-9a-hjkmnp-tv-z]{25}$`));
  });

  it("have prefixes of three letters, none twice", () => {
    const prefixes = Object.values(idPrefixes);
    expect(new Set(prefixes).size).toBe(prefixes.length);
    for (const prefix of prefixes) expect(prefix).toMatch(/^[a-z]{3}$/);
  });

  it("sort by the time they were made, also as plain text", () => {
    const times = [0, 1, 31, 32, 1_700_000_000_000, 1_700_000_000_001, 2 ** 48 - 1];
    const ids = times.map((ms) => newId("server", ms));
    expect([...ids].sort()).toEqual(ids);
    expect(newId("server", 1_469_918_176_385).slice(4, 14)).toBe("01aryz6s41");
  });

  it("do not repeat within a millisecond", () => {
    expect(new Set(Array.from({ length: 20_000 }, () => newId("run", 1))).size).toBe(20_000);
  });
});
