import { expect, test } from "@playwright/test";

// Headers that every answer must have, whatever creates it: pages, redirects, errors, files, next-auth, routes.
const expected = [
  "content-security-policy",
  "x-content-type-options",
  "referrer-policy",
  "x-frame-options",
  "cross-origin-opener-policy",
  "cross-origin-embedder-policy",
  "cross-origin-resource-policy",
  "origin-agent-cluster",
  "x-dns-prefetch-control",
  "x-permitted-cross-domain-policies",
  "x-download-options",
  "x-xss-protection",
  "x-robots-tag",
  "permissions-policy",
  "cache-control",
];

const addresses = [
  ["a page", "/sign-in", 200],
  ["a page behind sign-in, as a redirect", "/servers", 307],
  ["an unknown page", "/no/such/page", 404],
  ["a route", "/api/health", 200],
  ["a refused route", "/api/servers", 401],
  ["an unknown route", "/api/no-such-route", 404],
  ["next-auth", "/api/auth/csrf", 200],
  ["an image of the panel", "/icon.svg", 200],
  ["an unknown file of the build", "/_next/static/none.js", 404],
  ["security.txt", "/.well-known/security.txt", 200],
  ["the way to the password form", "/.well-known/change-password", 302],
  ["an address that cannot be decoded", "/%E0%A4%A", 404],
] as const;

for (const [what, address, status] of addresses) {
  test(`${what} carries every security header`, async ({ request }) => {
    const answer = await request.get(address, { maxRedirects: 0 });
    expect(answer.status()).toBe(status);
    const headers = answer.headers();
    for (const name of expected) expect(headers, name).toHaveProperty(name);
    expect(headers).not.toHaveProperty("x-powered-by");
    expect(headers).not.toHaveProperty("access-control-allow-origin");
    expect(headers["content-security-policy"]).not.toMatch(/script-src[^;]*'unsafe-(inline|eval)'/);
  });
}

test("a method that a route does not have is refused with a problem document", async ({ request }) => {
  const answer = await request.fetch("/api/regions", { method: "DELETE" });
  expect(answer.status()).toBe(405);
  expect(answer.headers()["content-type"]).toContain("application/problem+json");
  expect(await answer.json()).toMatchObject({ code: "method_not_allowed", status: 405 });
});

test("every script of a page carries the nonce of its own answer, and two answers never share one", async ({
  page,
}) => {
  const nonces = [];
  for (const address of ["/sign-in", "/no/such/page", "/sign-up"]) {
    const answer = await page.goto(address);
    const nonce = /'nonce-([^']+)'/.exec(answer?.headers()["content-security-policy"] ?? "")?.[1];
    expect(nonce).toBeTruthy();
    const html = (await answer?.text()) ?? "";
    const scripts = html.match(/<script\b[^>]*>/g) ?? [];
    expect(scripts.length).toBeGreaterThan(0);
    for (const script of scripts) expect(script).toContain(`nonce="${nonce}"`);
    nonces.push(nonce);
  }
  expect(new Set(nonces).size).toBe(3);
});
