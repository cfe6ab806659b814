import { connect } from "node:net";
import { expect, test } from "@playwright/test";
import { openFiles, panelProcess, postgresProcess } from "./panel-processes";

// The server entry at protocol level: answers that clients get, and resources that they cannot occupy.
const target = new URL(process.env.E2E_URL ?? "http://localhost:3000");

/** Sends raw text; resolves with the status line's number, or 0 when the connection ends without an answer. */
function raw(text: string): Promise<number> {
  return new Promise((resolve) => {
    const socket = connect(Number(target.port), target.hostname);
    let answer = "";
    socket.on("data", (chunk) => (answer += chunk));
    socket.on("error", () => {});
    socket.on("close", () => resolve(Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1] ?? 0)));
    socket.write(text);
  });
}
const request = (line: string, ...headers: string[]) =>
  [`${line} HTTP/1.1`, `Host: ${target.host}`, "Connection: close", ...headers, "", ""].join("\r\n");

const policies = {
  api: "default-src 'none'; frame-ancestors 'none'; sandbox",
  other: "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
};

test("headers have the values that each kind of answer needs", async ({ request: client }) => {
  const html = await (await client.get("/sign-in")).text();
  const script = /\/_next\/static\/[^"]+\.js/.exec(html)?.[0] ?? "";
  const expected: [string, number, RegExp, string | RegExp][] = [
    ["/sign-in", 200, /no-store/, /connect-src 'self' wss?:\/\/[^ ;]+;/],
    ["/no/such/page", 404, /no-store/, /script-src 'self' 'nonce-/],
    [script, 200, /^public, max-age=31536000, immutable$/, policies.other],
    ["/icon.svg", 200, /max-age=0/, policies.other],
    ["/manifest.webmanifest", 200, /max-age=0/, policies.other],
    ["/api/health", 200, /no-store/, policies.api],
    ["/api/servers", 401, /^no-store$/, policies.api],
    ["/api/executor/config", 401, /no-store/, policies.api],
    ["/api/openapi.json", 200, /must-revalidate/, policies.other],
    ["/docs/api", 200, /must-revalidate/, /script-src 'self' 'sha256-/],
  ];
  for (const [path, status, cache, policy] of expected) {
    const answer = await client.get(path);
    expect([path, answer.status()]).toEqual([path, status]);
    const headers = answer.headers();
    expect(headers["cache-control"], path).toMatch(cache);
    if (typeof policy === "string") expect(headers["content-security-policy"], path).toBe(policy);
    else expect(headers["content-security-policy"], path).toMatch(policy);
    expect(headers["x-request-id"], path).toMatch(/^req_/);
    expect(headers["x-frame-options"], path).toBe("DENY");
  }
});

test("1,500 upgrade requests leave no descriptor behind", async () => {
  const web = panelProcess("web");
  const before = openFiles(web);
  for (let round = 0; round < 15; round++) {
    await Promise.all(
      Array.from({ length: 100 }, (_, n) =>
        raw(
          request(`GET ${n % 2 ? "/x" : "/_next/webpack-hmr"}`, "Upgrade: websocket").replace(": close", ": Upgrade"),
        ),
      ),
    );
  }
  await expect.poll(() => openFiles(web)).toBeLessThanOrEqual(before + 5);
});

test("malformed targets, methods and hosts are refused, never with 5xx", async () => {
  const cases: [string, number][] = [
    [request("TRACE /"), 405],
    [request("OPTIONS *"), 405],
    [request("PROPFIND /api/servers"), 405],
    [request("POST /servers"), 405],
    [request("GET http://evil.test/"), 400],
    [request("GET /", "Host: evil.test"), 400],
    [request("GET /api/servers/%C3%28"), 400],
    [request("GET /servers/%E0%A4%A"), 404],
    [request("GET /", "Next-Router-State-Tree: %7B", "RSC: 1"), 307],
    [request("GET /api/auth/csrf", "Cookie: next-auth.callback-url=http%3A%2F%2Fa; next-auth.callback-url=/b"), 200],
  ];
  for (const [text, status] of cases) expect([text, await raw(text)]).toEqual([text, status]);
});

test("the panel is ready again by itself: 10 s after its database ended, 3 s after its web process did", async ({
  request: client,
}) => {
  const answers = (path: string) =>
    client
      .get(path, { timeout: 1_000 })
      .then((answer) => answer.status())
      .catch(() => 0);
  const back = async (path: string, pidOf: () => number) => {
    const startedAt = Date.now();
    const before = pidOf();
    process.kill(before, "SIGKILL");
    const isAnother = () => {
      try {
        return pidOf() !== before;
      } catch {
        return false;
      }
    };
    await expect.poll(isAnother, { intervals: [50] }).toBe(true);
    await expect.poll(() => answers(path), { intervals: [50] }).toBe(200);
    return Date.now() - startedAt;
  };
  await expect.poll(() => answers("/api/health/ready")).toBe(200);
  expect(await back("/api/health/ready", postgresProcess)).toBeLessThan(10_000);
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  expect(await back("/api/health", () => panelProcess("web"))).toBeLessThan(3_000);
});
