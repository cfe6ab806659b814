import { request as httpRequest } from "node:http";
import { expect, test } from "@playwright/test";
import { administrator, signIn } from "./people";

// Ten thousand requests over every route and page with hostile content: none may be answered with a server error.
const target = new URL(process.env.E2E_URL ?? "http://localhost:3000");
const total = 10_000;

/** A small generator with a seed (mulberry32): a failure can be repeated. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
const random = generator(20_261_126);
const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;

const pages = [
  "/", "/sign-in", "/sign-up", "/setup", "/reset-password", "/verify-email", "/cancel-reset", "/servers", "/servers/new",
  "/servers/ID", "/executors", "/executors/ID", "/executors/batch", "/executors/download", "/executors/templates",
  "/executors/templates/ID", "/account", "/account/activity", "/account/data", "/account/security", "/account/sessions",
  "/account/tokens", "/admin", "/admin/audit", "/admin/encryption", "/admin/executors", "/admin/jobs", "/admin/nodes", "/admin/outbox",
  "/admin/outbox/ID", "/admin/roles", "/admin/runs", "/admin/security", "/admin/servers", "/admin/settings", "/admin/users",
  "/admin/users/ID", "/docs/api", "/docs/errors", "/.well-known/security.txt", "/no/such/page",
]; // biome-ignore format: a table
const ids = [
  "srv_01ktest00000000000000000000", "x", "%00", "%C3%28", "%E0%A4%A", "%", "%zz", "..%2f..%2fetc%2fpasswd", "%2e%2e",
  "a".repeat(3_000), "%F0%9F%92%A9", "'; DROP TABLE server; --", "__proto__", "constructor", "0", "-1", "null", "%0d%0aX: y",
]; // biome-ignore format: a table
const names = [
  "q",
  "cursor",
  "limit",
  "from",
  "to",
  "status",
  "failed",
  "period",
  "token",
  "ended",
  "next",
  "actor",
  "x",
  "__proto__",
  "after",
  "range",
];
const values = [
  "%00", "xx", "%C3%28", "a&q=b", "", "9".repeat(40), "-1", "1e9", "NaN", "[]", "{}", "2026-02-31", "0000-00-00", "%F0%9F%92%A9",
  "true", "%27%22%3C%3E", "aud_01ktest0000000000000000000", "\u00ff", "a".repeat(2_000), "%ED%A0%80",
]; // biome-ignore format: a table
const methods = ["GET", "GET", "GET", "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"];
const cookies = [
  "", "next-auth.callback-url=x", "next-auth.callback-url=%; next-auth.callback-url=http://a", "next-auth.csrf-token=%7C", "=;=;",
  "lightnode-session=", "lightnode-session=a; lightnode-session=b", "a=\u00ff", "x".repeat(6_000), "__Host-lightnode-session=%E0%A4%A",
]; // biome-ignore format: a table
const bodies = ["", "{", "[]", "null", '{"a":1}', '{"__proto__":1}', '"\\ud800"', "\u0000", "a=b", "x".repeat(300_000)];
const extra: Record<string, string>[] = [
  {}, {}, { rsc: "1" }, { rsc: "1", "next-router-state-tree": "%7B" }, { "next-action": "x" }, { "content-type": "application/json" },
  { "content-type": "multipart/form-data" }, { authorization: "Bearer x" }, { authorization: "Basic %" }, { range: "bytes=9-1" },
  { "accept-language": "*".repeat(100) }, { "x-forwarded-for": "%" }, { "if-none-match": "x" }, { "idempotency-key": "\u00ff" },
  { "x-middleware-subrequest": "proxy" }, { "accept-encoding": "br;q=x" }, { expect: "100-continue" },
]; // biome-ignore format: a table

type Shot = { method: string; path: string; headers: Record<string, string>; body: string };

function shot(routes: readonly string[], session: string): Shot {
  const template = random() < 0.5 ? pick(pages) : pick(routes);
  const path = template.replace(/\{\w+\}|ID/g, () => pick(ids).replaceAll(" ", "%20"));
  const query = Array.from({ length: Math.floor(random() * 4) }, () => `${pick(names)}=${pick(values)}`).join("&");
  const method = pick(methods);
  // An administrator only reads: a valid DELETE would remove what other tests need.
  const asAdministrator = random() < 0.4 && (method === "GET" || method === "HEAD");
  const cookie = asAdministrator ? session : pick(cookies);
  const headers = { ...pick(extra), ...(cookie ? { cookie: cookie.replace(/[^\x20-\x7e]/g, "%") } : {}) };
  return {
    method,
    path: `${path}${query ? `?${query}` : ""}`.replace(/[^\x21-\x7e]/g, "%"),
    headers,
    body: pick(bodies),
  };
}

function fire({ method, path, headers, body }: Shot): Promise<number> {
  return new Promise((resolve) => {
    const hasBody = !["GET", "HEAD", "OPTIONS", "TRACE"].includes(method) && body !== "";
    const safe = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, value.replace(/[^\x20-\x7e]/g, "%")]),
    );
    const call = httpRequest(
      { host: target.hostname, port: target.port, method, path, headers: safe, timeout: 30_000 },
      (answer) => {
        // Streams have no end of their own.
        if (answer.headers["content-type"]?.startsWith("text/event-stream")) answer.destroy();
        answer.resume();
        answer.on("close", () => resolve(answer.statusCode ?? 0));
      },
    );
    call.on("error", () => resolve(0));
    call.on("timeout", () => call.destroy());
    call.end(hasBody ? body : undefined);
  });
}

test("ten thousand hostile requests over every route and page are answered without a fault", async ({ page }) => {
  test.setTimeout(600_000);
  await signIn(page, administrator);
  const session = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  const document = await (await page.request.get("/api/openapi.json")).json();
  const routes = Object.keys(document.paths);
  const faults: string[] = [];
  let unanswered = 0;
  const one = async () => {
    const next = shot(routes, session);
    const status = await fire(next);
    if (status >= 500) faults.push(`${status} ${JSON.stringify(next).slice(0, 400)}`);
    if (status === 0) unanswered++;
  };
  for (let sent = 0; sent < total; sent += 20) await Promise.all(Array.from({ length: 20 }, one));
  expect(faults).toEqual([]);
  // Header values over the parser's limit end the connection; everything else is answered.
  expect(unanswered).toBeLessThan(total / 20);
  expect((await page.request.get("/api/health/ready")).status()).toBe(200);
});
