import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import { isRouteHandler } from "@/lib/http/openapi";
import { callRoute, callsOf, signedIn } from "@/lib/testing/call-route";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeUser } from "@/lib/testing/fixtures";
import { routes } from "./openapi.json/generated/routes";

/**
 * Every route with hostile input, as an administrator, who passes the most checks: oversized, wrong types, with special
 * characters of SQL, shells, CSV, headers and prototypes. Each answer must be a refusal or a success; never a 5xx,
 * never a leak (callRoute checks every answer).
 */
let environment: TestEnvironment;
let administrator: Actor;
let cookie: string;

beforeAll(async () => {
  environment = await openTestEnvironment();
  administrator = await makeUser("ADMIN");
});
afterAll(() => environment.close());

const hostileTexts = [
  "\u0000",
  "a\u0000b",
  "'; DROP TABLE app_user; --",
  "=cmd|' /C calc'!A0",
  "x\r\nSet-Cookie: a=b",
  "../../etc/passwd",
  "<script>alert(1)</script>",
  "$" + "{jndi:ldap://x}",
  "\ud800",
  "𝔘".repeat(5000),
];
const hostileValues: unknown[] = [
  ...hostileTexts,
  null,
  true,
  -1,
  0,
  1e308,
  2 ** 53,
  [],
  {},
  [[]],
  { $ne: "" },
  ["a", "b"],
  { toString: 1 },
];

const rawBodies = [
  "",
  "null",
  "[]",
  '"text"',
  "1e400",
  "{",
  '{"__proto__":{"admin":true}}',
  '{"constructor":{"prototype":{"admin":true}}}',
  `${"[".repeat(50_000)}`,
  `{"a":"${"x".repeat(3_000_000)}"}`,
  '{"a":1,"a":2}',
];

/** Names of the fields that the route's schema knows. */
function fieldsOf(to: string): string[] {
  const [method = "", path = ""] = to.split(" ");
  const handler = routes[path]?.[method];
  const schema = isRouteHandler(handler) ? handler.definition.body : undefined;
  if (!schema) return [];
  const json = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as { properties?: object };
  return Object.keys(json.properties ?? {});
}

const endsTheCaller = new Set(["DELETE /api/account", "DELETE /api/admin/sessions"]);
const calls = callsOf(routes).filter((to) => !endsTheCaller.has(to));

describe("hostile input", () => {
  test.each(calls)("%s answers without a fault", async (to) => {
    cookie = await signedIn(administrator);
    const ask = async (what: string, call: Partial<Parameters<typeof callRoute>[1]>) => {
      const answer = await callRoute(routes, { to, cookie, params: { id: "x_1", userId: "u_1" }, ...call });
      expect(answer.status, `${to} with ${what}`).toBeLessThan(500);
    };
    if (!to.startsWith("GET")) {
      for (const body of rawBodies) await ask(`body ${body.slice(0, 40)}`, { body });
      for (const field of fieldsOf(to)) {
        for (const value of hostileValues) {
          await ask(`${field} = ${String(JSON.stringify(value)).slice(0, 40)}`, { body: { [field]: value } });
        }
      }
      const all = (value: unknown) => Object.fromEntries(fieldsOf(to).map((field) => [field, value]));
      for (const value of hostileValues) await ask("the same everywhere", { body: all(value) });
    }
    for (const text of hostileTexts.filter((item) => item !== "\ud800")) {
      await ask(`id ${text.slice(0, 20)}`, {
        params: { id: text, userId: text, method: text, sessionId: text, kind: text },
      });
      const value = encodeURIComponent(text.slice(0, 2000));
      await ask("a query", { query: `?q=${value}&cursor=${value}&limit=${value}&after=${value}&format=${value}` });
      await ask("a query that repeats", { query: `?q=${value}&q=2&limit=1&limit=2&__proto__=1` });
    }
    await ask("headers", {
      headers: {
        "x-forwarded-for": "9.9.9.9".repeat(500),
        "user-agent": "x".repeat(8000),
        "idempotency-key": "k".repeat(4000),
      },
    });
  });
});
