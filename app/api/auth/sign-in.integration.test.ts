import { generateSync } from "otplib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { routes } from "@/app/api/openapi.json/generated/routes";
import { hashPassword } from "@/lib/auth/passwords/password";
import { env } from "@/lib/core/env";
import { sql } from "@/lib/db/transaction";
import { peerHeader } from "@/lib/http/callers/client-address";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makePerson, TestBrowser, type TestPerson } from "@/lib/testing/people";

// Signing in as programs do, by JSON: the same counting, the same second step and the same cookies as next-auth's flow.
let environment: TestEnvironment;
const browser = (headers: Record<string, string> = {}) => new TestBrowser(routes, headers);
const from = (address: string) => browser({ [peerHeader]: address });

beforeAll(async () => {
  environment = await openTestEnvironment({ RATE_LIMIT_FACTOR: "1", EMAIL_VERIFICATION: "required" });
});
afterAll(() => environment.close());

/** Somebody with an authenticator app and backup codes. */
async function withTotp(): Promise<TestPerson & { secret: string; backupCodes: string[]; home: TestBrowser }> {
  const person = await makePerson();
  const page = from(`203.0.113.${Math.floor(Math.random() * 250)}`);
  expect((await page.signIn(person)).status).toBe(200);
  const setup = await page.call("POST /api/account/2fa/totp/setup");
  const secret = String(setup.body.secret);
  const confirmed = await page.call("POST /api/account/2fa/totp/confirm", { code: generateSync({ secret }) });
  expect(confirmed.status).toBe(200);
  return { ...person, secret, backupCodes: confirmed.body.backupCodes as string[], home: page };
}

const clearUsedSteps = () => sql().run("UPDATE second_factor SET last_step = 0");
const isSignedIn = async (page: TestBrowser) => (await page.call("GET /api/account/sessions")).status === 200;

describe("the hash of a password", () => {
  const hashOf = async ({ id }: TestPerson) =>
    (await sql().prisma.user.findUniqueOrThrow({ where: { id } })).passwordHash ?? "";

  it("is replaced at the next correct sign-in when it has another cost, and only then", async () => {
    const person = await makePerson();
    const older = await hashPassword(person.password, { ...env(), PASSWORD_HASH_COST: 5 });
    await sql().prisma.user.update({ where: { id: person.id }, data: { passwordHash: older } });
    expect((await from("203.0.113.251").signIn({ ...person, password: "wrong-password" })).status).toBe(401);
    expect(await hashOf(person)).toBe(older);
    expect((await from("203.0.113.251").signIn(person)).status).toBe(200);
    const present = await hashOf(person);
    expect(present).toMatch(/^b1\$\$2b\$04\$/);
    expect((await from("203.0.113.252").signIn(person)).status).toBe(200);
    expect(await hashOf(person)).toBe(present);
  });
});

describe("the second step", () => {
  it("is required between the right password and a session, and allows nothing else", async () => {
    const person = await withTotp();
    const page = from("203.0.113.9");
    const first = await page.signIn(person);
    expect(first).toMatchObject({ status: 401, code: "two_factor_required" });
    expect(first.body.methods).toEqual(["totp", "backup_code"]);
    expect([...page.cookies.keys()]).toEqual(["lightnode-challenge"]);
    expect(await isSignedIn(page)).toBe(false);
    const stolen = page.cookies.get("lightnode-challenge") ?? "";
    const asSession = await browser().call("GET /api/account/sessions", undefined, {
      cookie: `lightnode-session=${stolen}`,
    });
    expect(asSession.status).toBe(401);
    await clearUsedSteps();
    const code = generateSync({ secret: person.secret });
    expect((await page.call("POST /api/auth/second-factor", { method: "totp", code })).status).toBe(200);
    expect(await isSignedIn(page)).toBe(true);
    // The same code again, in another sign-in.
    const again = from("203.0.113.10");
    await again.signIn(person);
    const answer = await again.call("POST /api/auth/second-factor", { method: "totp", code });
    expect(answer).toMatchObject({ status: 400, code: "code_invalid" });
  });

  it("may come along with the password, and a code that is used is refused there too", async () => {
    const person = await withTotp();
    await clearUsedSteps();
    const code = generateSync({ secret: person.secret });
    const page = from("203.0.113.11");
    expect((await page.signIn(person, { code, method: "totp" })).status).toBe(200);
    expect((await page.signIn(person, { code })).code).toBe("code_invalid");
    expect((await from("203.0.113.12").signIn(person, { code: person.backupCodes[0] })).status).toBe(200);
    expect((await from("203.0.113.12").signIn(person, { code: person.backupCodes[0] })).code).toBe("code_invalid");
  });

  it("becomes invalid after five wrong codes over all factors, also for the right one", async () => {
    const person = await withTotp();
    const page = from("203.0.113.13");
    await page.signIn(person);
    const wrong = [
      { method: "totp", code: "000000" },
      { method: "backup_code", code: "AAAA-AAAAA-AAAAA" },
      { method: "totp", code: "not a code" },
      { method: "backup_code", code: "" },
      { method: "passkey", credential: { id: "x" } },
      { method: "sms", code: "000000" },
    ];
    const codes: (string | null)[] = [];
    for (const body of wrong) codes.push((await page.call("POST /api/auth/second-factor", body)).code);
    // An empty code is refused by the schema and is not counted.
    expect(codes).toEqual([
      "code_invalid",
      "code_invalid",
      "code_invalid",
      "validation_failed",
      "code_invalid",
      "code_invalid",
    ]);
    await clearUsedSteps();
    const right = { method: "totp", code: generateSync({ secret: person.secret }) };
    expect(await page.call("POST /api/auth/second-factor", right)).toMatchObject({
      status: 410,
      code: "challenge_over",
    });
    expect(await isSignedIn(page)).toBe(false);
  });

  it("is over after five minutes", async () => {
    const person = await withTotp();
    const page = from("203.0.113.14");
    await page.signIn(person);
    expect((await page.call("GET /api/auth/second-factor")).body.methods).toEqual(["totp", "backup_code"]);
    await sql().run("UPDATE auth_challenge SET expires_at = now() - interval '1 second'");
    await clearUsedSteps();
    const right = { method: "totp", code: generateSync({ secret: person.secret }) };
    expect((await page.call("POST /api/auth/second-factor", right)).code).toBe("challenge_over");
    expect((await page.call("GET /api/auth/second-factor")).status).toBe(410);
  });

  it("locks a factor of a user after ten wrong codes in an hour, not the account", async () => {
    const person = await withTotp();
    const codes: (string | null)[] = [];
    for (const address of ["198.51.100.1", "198.51.100.2", "198.51.100.3"]) {
      const page = from(address);
      await page.signIn(person);
      for (let attempt = 0; attempt < 5; attempt++) {
        codes.push((await page.call("POST /api/auth/second-factor", { method: "totp", code: "000000" })).code);
      }
    }
    expect(codes.slice(0, 10)).toEqual(Array(10).fill("code_invalid"));
    expect(codes.slice(10)).toEqual(Array(5).fill("rate_limited"));
    const owner = from("198.51.100.4");
    await owner.signIn(person);
    const code = person.backupCodes[1];
    expect((await owner.call("POST /api/auth/second-factor", { method: "backup_code", code })).status).toBe(200);
    // From the owner's own browser the same factor works: its attempts are counted separately.
    await clearUsedSteps();
    await person.home.signIn(person);
    const right = { method: "totp", code: generateSync({ secret: person.secret }) };
    expect((await person.home.call("POST /api/auth/second-factor", right)).status).toBe(200);
  });
});

describe("the limits of signing in", () => {
  it("answer the sixth wrong password with 429, Retry-After and a problem document, per account and per address", async () => {
    const victim = await makePerson();
    for (let attempt = 0; attempt < 5; attempt++) {
      const answer = await from(`192.0.2.${attempt}`).signIn({ ...victim, password: "wrong" });
      expect(answer).toMatchObject({ status: 401, code: "invalid_credentials" });
    }
    const sixth = await from("192.0.2.77").signIn({ ...victim, password: "wrong" });
    expect(sixth).toMatchObject({ status: 429, code: "rate_limited" });
    expect(Number(sixth.headers.get("retry-after"))).toBeGreaterThan(0);
    for (let attempt = 0; attempt < 5; attempt++) {
      await from("192.0.2.99").signIn({ email: `nobody-${attempt}@example.net`, password: "wrong" });
    }
    expect((await from("192.0.2.99").signIn({ email: "another@example.net", password: "wrong" })).status).toBe(429);
  });

  it("admit the owner from a known browser while an unknown client attacks the account", async () => {
    const victim = await makePerson();
    const home = from("192.0.2.200");
    expect((await home.signIn(victim)).status).toBe(200);
    const device = home.cookies.get("lightnode-device");
    for (let attempt = 0; attempt < 20; attempt++) await from("192.0.2.201").signIn({ ...victim, password: "wrong" });
    expect((await from("192.0.2.202").signIn(victim)).status).toBe(429);
    const back = from("192.0.2.200");
    back.cookies.set("lightnode-device", device ?? "");
    expect((await back.signIn(victim)).status).toBe(200);
    // The known-browser cookie of another account has no effect.
    const other = await makePerson();
    const attacker = from("192.0.2.203");
    await attacker.signIn(other);
    expect((await attacker.signIn(victim)).status).toBe(429);
  });

  it("do not count a sign-in that succeeds", async () => {
    const person = await makePerson();
    for (let attempt = 0; attempt < 8; attempt++) expect((await from("192.0.2.150").signIn(person)).status).toBe(200);
  });
});

describe("a refusal", () => {
  it("looks the same for an unknown, a disabled and an unconfirmed account and a wrong password", async () => {
    const [disabled, wrong] = [await makePerson(), await makePerson()];
    await sql().run("UPDATE app_user SET disabled_at = now() WHERE id = $1", [disabled.id]);
    const unconfirmed = await makePerson();
    await sql().run("UPDATE app_user SET email_verified_at = NULL WHERE id = $1", [unconfirmed.id]);
    const people = [
      disabled,
      { ...wrong, password: "wrong" },
      unconfirmed,
      { email: "nobody@example.org", password: "wrong" },
    ];
    const answers = await Promise.all(people.map((person, index) => from(`192.0.3.${index}`).signIn(person)));
    const bodies = answers.map(({ status, body }) => ({ status, ...body, requestId: "" }));
    for (const body of bodies) expect(body).toEqual(bodies[0]);
    expect(bodies[0]).toMatchObject({ status: 401, code: "invalid_credentials" });
  });
});

describe("a session", () => {
  it("ends when its browser signs in again, and lives as long as was asked for", async () => {
    const person = await makePerson();
    const page = from("192.0.4.1");
    const first = await page.signIn(person);
    expect(first.headers.getSetCookie().find((line) => line.startsWith("lightnode-session"))).not.toContain("Max-Age");
    const old = page.cookies.get("lightnode-session") ?? "";
    const second = await page.signIn(person, { remember: true });
    expect(second.headers.getSetCookie().find((line) => line.startsWith("lightnode-session"))).toContain(
      "Max-Age=2592000",
    );
    const copy = await browser().call("GET /api/account/sessions", undefined, { cookie: `lightnode-session=${old}` });
    expect(copy.status).toBe(401);
    const rows = await sql().rows<{ idle: number; absolute: number }>(
      `SELECT idle_seconds AS idle, extract(epoch FROM absolute_expires_at - created_at)::int AS absolute FROM session
       WHERE user_id = $1 ORDER BY id`,
      [person.id],
    );
    expect(rows).toEqual([
      { idle: 1800, absolute: 43_200 },
      { idle: 604_800, absolute: 2_592_000 },
    ]);
  });
});
