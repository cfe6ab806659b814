import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isMachineSecret, makeMachineSecret } from "./machine-secrets";

describe("machine secrets", () => {
  test("carry prefix, 43 characters and a checksum, and never repeat", () => {
    const made = Array.from({ length: 1000 }, () => makeMachineSecret("lnt_"));
    expect(new Set(made).size).toBe(1000);
    for (const secret of made) {
      expect(secret).toMatch(/^lnt_[0-9A-Za-z]{49}$/);
      expect(isMachineSecret(secret, "lnt_")).toBe(true);
    }
  });

  test("any one wrong character is noticed without a database", () => {
    const secret = makeMachineSecret("lnt_");
    fc.assert(
      fc.property(fc.nat(secret.length - 1), fc.constantFrom(..."0aZ_-x"), (at, character) => {
        const changed = secret.slice(0, at) + character + secret.slice(at + 1);
        return changed === secret || !isMachineSecret(changed, "lnt_");
      }),
    );
  });

  test.each(["", "lnt_", "lnt_short", `exe_${"a".repeat(49)}`, `lnt_${"a".repeat(49)}`, `lnt_${"é".repeat(49)}`])(
    "%s is none",
    (text) => {
      expect(isMachineSecret(text, "lnt_")).toBe(false);
    },
  );
});
