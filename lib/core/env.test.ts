import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { testVariables } from "@/lib/testing/environment";
import { environmentOf } from "@/scripts/setup/environment.mjs";
import { envSchema, parseEnv, withheldFrom } from "./env";

const valid = testVariables("postgresql://u:p@127.0.0.1:5432/db");

describe("the environment", () => {
  it("is described in .env.example, name for name", () => {
    const documented = [...readFileSync(".env.example", "utf8").matchAll(/^([A-Z][A-Z0-9_]+)=/gm)].map(
      (match) => match[1],
    );
    expect(documented.sort()).toEqual(Object.keys(envSchema.shape).sort());
  });

  it("names every variable that is wrong, and never repeats a value", () => {
    const broken = { ...valid, PORT: "99999", NEXTAUTH_SECRET: "hunter2", DATABASE_URL: "" };
    expect(() => parseEnv(broken)).toThrow(/DATABASE_URL[\s\S]*|PORT/);
    const message = (() => {
      try {
        parseEnv(broken);
        return "";
      } catch (error) {
        return String(error);
      }
    })();
    for (const name of ["PORT", "NEXTAUTH_SECRET", "DATABASE_URL"]) expect(message).toContain(name);
    expect(message).not.toContain("hunter2");
    expect(message).not.toContain("99999");
  });

  it.each([
    ["TRUSTED_PROXIES", "traefik", "Host names are not resolved"],
    ["TRUSTED_PROXIES", "10.0.0.0/33", "Use addresses or CIDRs"],
    ["NEXTAUTH_URL", "https://panel.example.net/panel", "no path"],
    ["NEXTAUTH_URL", "https://user@panel.example.net", "no path, query or user name"],
  ])("refuses %s=%s and says what to do", (name, value, cure) => {
    expect(() => parseEnv({ ...valid, [name]: value })).toThrow(cure);
  });

  it("takes addresses as people write them, and lists of proxies with blanks", () => {
    const parsed = parseEnv({
      ...valid,
      NEXTAUTH_URL: "https://panel.example.net/",
      TRUSTED_PROXIES: " ::1, 10.0.0.0/8 ",
      ADMIN_EMAIL: "Ada@MÜNCHEN.example",
    });
    expect(parsed.ADMIN_EMAIL).toBe("ada@xn--mnchen-3ya.example");
    expect(parsed.NEXTAUTH_URL).toBe("https://panel.example.net");
    expect(parsed.TRUSTED_PROXIES).toContain("!10.210.0.0/16");
  });

  it("is smaller where a process needs less, and says so when it is read all the same", () => {
    const { ENCRYPTION_KEYS: _keys, PASSWORD_PEPPER: _pepper, AUDIT_KEYS: _audit, ...rest } = valid;
    const source = { ...rest, LIGHTNODE_PROCESS: "realtime" };
    expect(() => parseEnv(rest)).toThrow("ENCRYPTION_KEYS");
    const parsed = parseEnv(source);
    expect(parsed.PUSHER_SECRET).toBe(valid.PUSHER_SECRET);
    expect(() => parsed.ENCRYPTION_KEYS).toThrow("not given to the realtime process");
    const given = environmentOf(
      "realtime",
      Object.fromEntries(Object.keys(envSchema.shape).map((name) => [name, "x"])),
    );
    for (const [, names] of withheldFrom) expect(Object.keys(envSchema.shape)).toEqual(expect.arrayContaining(names));
    for (const name of withheldFrom.get("realtime") ?? []) expect(given).not.toHaveProperty(name);
    expect(given).toHaveProperty("PUSHER_SECRET");
  });

  it("allows quick password hashes to test suites only", () => {
    expect(parseEnv({ ...valid, PASSWORD_HASH_COST: "" }).PASSWORD_HASH_COST).toBe(12);
    expect(parseEnv({ ...valid, NODE_ENV: "test", PASSWORD_HASH_COST: "4" }).PASSWORD_HASH_COST).toBe(4);
    const quick = { ...valid, NODE_ENV: "production", PASSWORD_HASH_COST: "11" };
    expect(() => parseEnv(quick)).toThrow("PASSWORD_HASH_COST: Use 12 to 16.");
    expect(() => parseEnv({ ...valid, PASSWORD_HASH_COST: "17" })).toThrow("PASSWORD_HASH_COST");
  });

  it("takes empty values as unset", () => {
    expect(parseEnv({ ...valid, PUSHER_PUBLIC_HOST: "" }).PUSHER_PUBLIC_HOST).toBeUndefined();
  });
});
