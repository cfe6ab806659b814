import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { testVariables } from "@/lib/testing/environment";
import { envSchema, parseEnv } from "./env";

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

  it("takes empty values as unset", () => {
    expect(parseEnv({ ...valid, PUSHER_PUBLIC_HOST: "" }).PUSHER_PUBLIC_HOST).toBeUndefined();
  });
});
