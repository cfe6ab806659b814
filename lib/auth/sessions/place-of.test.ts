import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { testVariables } from "@/lib/testing/environment";
import { tinyGeoip } from "@/lib/testing/sign-in/tiny-geoip";

// The reader is kept for the life of a process: each test is one.
const folder = mkdtempSync(path.join(tmpdir(), "geoip-"));
const before = { ...process.env };
beforeEach(() => vi.resetModules());
afterEach(() => {
  process.env = { ...before };
  rmSync(path.join(folder, "city.mmdb"), { force: true });
});

async function placeWith(file: Buffer | null, ip: string | null): Promise<string | null> {
  const variables = testVariables("postgresql://u:p@127.0.0.1:5432/db");
  const target = path.join(folder, "city.mmdb");
  if (file) writeFileSync(target, file);
  process.env = { ...before, ...variables, ...(file ? { GEOIP_FILE: target } : {}) };
  return (await import("./place-of")).placeOf(ip);
}

const database = tinyGeoip("London", "United Kingdom");

it("is the city and country of the database", async () => {
  expect(await placeWith(database, "203.0.113.5")).toBe("London, United Kingdom");
});

it.each(["192.0.2.1", "::1", "not an address", "", null])("is unknown for %j", async (ip) => {
  expect(await placeWith(database, ip)).toBeNull();
});

it("is unknown without a database, and with a broken one", async () => {
  expect(await placeWith(null, "203.0.113.5")).toBeNull();
  vi.resetModules();
  expect(await placeWith(Buffer.from("no database"), "203.0.113.5")).toBeNull();
});
