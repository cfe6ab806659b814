import { type APIRequestContext, expect, test } from "@playwright/test";
import { administrator } from "./people";

// next-auth's own endpoints behind our checks, called as a script and an attacker would.
const odd = [
  ["GET", "callback/credentials"],
  ["GET", "session?callbackUrl=javascript:alert(1)"],
  ["GET", "csrf?callbackUrl=foo"],
  ["GET", "csrf?callbackUrl=a&callbackUrl=b"],
  ["GET", "signin?error=x"],
  ["GET", "signout"],
  ["GET", "error"],
  ["GET", "no/such/action"],
  ["POST", "_log"],
  ["POST", "csrf"],
  ["POST", "callback/credentials"],
  ["POST", "signin/credentials"],
] as const;

for (const [method, path] of odd) {
  test(`${method} /api/auth/${path} is answered without a server error, with a problem document`, async ({
    request,
  }) => {
    for (const cookie of ["", "next-auth.callback-url=foo", "next-auth.csrf-token=x|y", "%"]) {
      const answer = await request.fetch(`/api/auth/${path}`, { method, headers: { cookie }, maxRedirects: 0 });
      expect(answer.status(), cookie).toBeLessThan(500);
      expect(answer.headers()["x-request-id"]).toMatch(/^req_/);
      if (answer.status() >= 400) expect(answer.headers()["content-type"]).toContain("application/problem+json");
    }
  });
}

async function csrfToken(request: APIRequestContext): Promise<string> {
  return (await (await request.get("/api/auth/csrf")).json()).csrfToken;
}

test("a form of another site neither signs in nor out, also with a stolen token; ours without a word on where it comes from does", async ({
  request,
}) => {
  const foreign = { origin: "https://evil.example", "sec-fetch-site": "cross-site" };
  const { email, password } = administrator;
  const form = { csrfToken: await csrfToken(request), email, password, json: "true" };
  for (const headers of [foreign, { origin: "https://evil.example" }]) {
    const answer = await request.post("/api/auth/callback/credentials", { headers, form });
    expect(answer.status()).toBe(403);
    expect(await answer.json()).toMatchObject({ code: "cross_origin" });
  }
  const guessed = { ...form, csrfToken: "0".repeat(64) };
  expect((await request.post("/api/auth/callback/credentials", { form: guessed })).status()).toBe(403);
  const signedIn = await request.post("/api/auth/callback/credentials", { form });
  expect(signedIn.status()).toBe(200);
  expect(signedIn.headers()["ratelimit-limit"]).toBeTruthy();
  const out = await request.post("/api/auth/signout", { headers: foreign, form: { csrfToken: form.csrfToken } });
  expect(out.status()).toBe(403);
  expect((await request.get("/api/account/sessions")).status()).toBe(200);
});
