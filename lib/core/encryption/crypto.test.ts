import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FieldCipher, generateSecurePassword, randomToken, secretsEqual, sha256 } from "./crypto";

const key = (byte: number) => Buffer.alloc(32, byte).toString("base64");

describe("generated passwords", () => {
  it("have the asked length and only letters and digits", () => {
    for (const length of [1, 12, 16, 64, 200])
      expect(generateSecurePassword(length)).toMatch(new RegExp(`^[A-Za-z0-9]{${length}}$`));
    expect(generateSecurePassword()).toHaveLength(12);
  });

  it("draw every character alike (chi-square, 61 degrees of freedom)", () => {
    const counts = new Map<string, number>();
    const total = 620_000;
    for (const character of generateSecurePassword(total)) counts.set(character, (counts.get(character) ?? 0) + 1);
    expect(counts.size).toBe(62);
    const wanted = total / 62;
    const chiSquare = [...counts.values()].reduce((sum, seen) => sum + (seen - wanted) ** 2 / wanted, 0);
    // Exceeded by chance once in about a million runs; `byte % 62` without the rejection gives over 1000.
    expect(chiSquare).toBeLessThan(126);
  });

  it("reject the bytes that would favour some characters, however many come", () => {
    const rounds = [Buffer.alloc(24, 255), Buffer.alloc(24, 248), Buffer.alloc(24, 247), Buffer.alloc(24, 0)];
    expect(generateSecurePassword(12, () => rounds.shift() ?? Buffer.alloc(0))).toBe("9".repeat(12));
  });

  it("do not repeat", () => {
    expect(new Set(Array.from({ length: 10_000 }, () => generateSecurePassword())).size).toBe(10_000);
  });
});

describe("secrets", () => {
  it("tokens carry their bits", () => {
    expect(randomToken()).toMatch(/^[\w-]{43}$/);
    expect(randomToken(16)).toHaveLength(22);
  });

  it("compare by value, whatever their lengths", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        expect(secretsEqual(a, b)).toBe(a === b);
      }),
    );
    expect(secretsEqual("", "")).toBe(true);
  });

  it("hash as SHA-256 does (FIPS 180-2, B.1)", () => {
    expect(sha256("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  });
});

describe("field encryption", () => {
  const cipher = new FieldCipher(`k1:${key(1)}`);

  it("gives back what went in, and looks different each time", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string(), (plain, row) => {
        const sealed = cipher.encrypt(plain, "server:rcon", row);
        expect(cipher.decrypt(sealed, "server:rcon", row)).toBe(plain);
        expect(cipher.encrypt(plain, "server:rcon", row)).not.toBe(sealed);
      }),
    );
  });

  it("opens only in its own row and column", () => {
    const sealed = cipher.encrypt("secret", "server:rcon", "srv_1");
    for (const [column, row] of [
      ["server:rcon", "srv_2"],
      ["server:panel", "srv_1"],
      ["server", "rcon:srv_1"],
    ] as const) {
      expect(() => cipher.decrypt(sealed, column, row)).toThrow();
    }
  });

  it("opens nothing that was changed", () => {
    const sealed = cipher.encrypt("secret", "server:rcon", "srv_1");
    const parts = sealed.split(".");
    for (const index of [2, 3, 4]) {
      const bytes = Buffer.from(parts[index] ?? "", "base64url");
      bytes[0] = (bytes[0] ?? 0) ^ 1;
      const forged = parts.with(index, bytes.toString("base64url")).join(".");
      expect(() => cipher.decrypt(forged, "server:rcon", "srv_1")).toThrow();
    }
    for (const broken of ["", "v1", "v2.k1.a.b.c", "plain text", parts.slice(0, 4).join(".")]) {
      expect(() => cipher.decrypt(broken, "server:rcon", "srv_1")).toThrow();
    }
  });

  it("takes no shortened authentication tag", () => {
    const parts = cipher.encrypt("secret", "server:rcon", "srv_1").split(".");
    const tag = Buffer.from(parts[3] ?? "", "base64url");
    for (const length of [4, 8, 12, 15]) {
      const short = parts.with(3, tag.subarray(0, length).toString("base64url")).join(".");
      expect(() => cipher.decrypt(short, "server:rcon", "srv_1")).toThrow();
    }
  });

  it("encrypts with the first key and decrypts with all", () => {
    const old = cipher.encrypt("secret", "a:b", "r");
    const rotated = new FieldCipher(`k2:${key(2)},k1:${key(1)}`);
    expect(rotated.decrypt(old, "a:b", "r")).toBe("secret");
    expect(rotated.encrypt("x", "a:b", "r")).toMatch(/^v1\.k2\./);
    expect(() => new FieldCipher(`k2:${key(2)}`).decrypt(old, "a:b", "r")).toThrow(/k1/);
    expect(() => new FieldCipher(`k1:${randomBytes(32).toString("base64")}`).decrypt(old, "a:b", "r")).toThrow();
  });

  it.each([
    "",
    "k1",
    "k1:",
    `k1:${Buffer.alloc(31).toString("base64")}`,
    `K1:${key(1)}`,
    `:${key(1)}`,
    `k1:${key(1)},`,
  ])("refuses the key ring %j without repeating it", (ring) => {
    expect(() => new FieldCipher(ring)).toThrow(/^ENCRYPTION_KEYS [^:]*(id:base64 pairs|empty)/);
  });
});
