import { generateSync } from "otplib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { routes } from "@/app/api/openapi.json/generated/routes";
import { RevocationRelay } from "@/lib/auth/sessions/revocation-relay";
import { DatabaseListener } from "@/lib/db/database-listener";
import { sql } from "@/lib/db/transaction";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makePerson, TestBrowser, type TestPerson } from "@/lib/testing/people";
import { until } from "@/lib/testing/until";

// Sessions as their owners and administrators see and end them, and actions that require a confirmation.
let environment: TestEnvironment;
beforeAll(async () => {
  environment = await openTestEnvironment();
});
afterAll(() => environment.close());

async function signedIn(person: TestPerson, agent = "curl/8"): Promise<TestBrowser> {
  const page = new TestBrowser(routes, { "user-agent": agent });
  expect((await page.signIn(person)).status).toBe(200);
  return page;
}

type Item = { id: string; current: boolean; browser: string; os: string; isNewDevice: boolean };
const list = async (page: TestBrowser) => (await page.call("GET /api/account/sessions")).body.items as Item[];
const works = async (page: TestBrowser) => (await page.call("GET /api/account/sessions")).status === 200;
const own = async (page: TestBrowser) => (await list(page)).find(({ current }) => current)?.id ?? "";
const age = (column: string, interval: string, person: TestPerson) =>
  sql().run(`UPDATE session SET ${column} = now() - $1::interval WHERE user_id = $2`, [interval, person.id]);

describe("sessions", () => {
  it("are listed with browser and system, and ended one by one, all others, or by an administrator", async () => {
    const person = await makePerson();
    const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    const [one, two, three] = [await signedIn(person, firefox), await signedIn(person), await signedIn(person)];
    const items = await list(one);
    expect(items).toHaveLength(3);
    expect(items.at(-1)).toMatchObject({ current: true, browser: "Firefox", os: "Linux", isNewDevice: false });
    // The first device is not reported as new, the others are.
    expect(items.map(({ isNewDevice }) => isNewDevice)).toEqual([true, true, false]);

    const end = { params: { id: await own(two) } };
    expect((await one.call("DELETE /api/account/sessions/[id]", undefined, end)).status).toBe(204);
    expect([await works(one), await works(two), await works(three)]).toEqual([true, false, true]);
    expect((await one.call("DELETE /api/account/sessions")).body).toEqual({ revoked: 1 });
    expect([await works(one), await works(three)]).toEqual([true, false]);

    const admin = await signedIn(await makePerson("ADMIN"));
    const params = { id: person.id };
    const theirs = (await admin.call("GET /api/admin/users/[id]/sessions", undefined, { params })).body.items as Item[];
    expect(theirs).toHaveLength(1);
    const target = { params: { ...params, sessionId: theirs[0]?.id ?? "" } };
    const ended = await admin.call("DELETE /api/admin/users/[id]/sessions/[sessionId]", undefined, target);
    expect(ended.status).toBe(204);
    expect(await works(one)).toBe(false);
    const again = await signedIn(person);
    expect((await admin.call("DELETE /api/admin/users/[id]/sessions", undefined, { params })).body.revoked).toBe(1);
    expect(await works(again)).toBe(false);
    expect(await works(admin)).toBe(true);
  });

  it("end when they are idle, and at their absolute end however busy", async () => {
    const person = await makePerson();
    const page = await signedIn(person);
    await sql().run("UPDATE session SET idle_expires_at = now() - interval '1 second' WHERE user_id = $1", [person.id]);
    expect(await works(page)).toBe(false);
    const busy = await signedIn(person);
    await sql().run("UPDATE session SET absolute_expires_at = now() WHERE user_id = $1", [person.id]);
    expect(await works(busy)).toBe(false);
  });

  it("beyond the limit end with the oldest, audited", async () => {
    const person = await makePerson();
    await sql().run("UPDATE security_policy SET max_sessions = 2");
    const [one, two, three] = [await signedIn(person), await signedIn(person), await signedIn(person)];
    await sql().run("UPDATE security_policy SET max_sessions = 30");
    expect([await works(one), await works(two), await works(three)]).toEqual([false, true, true]);
    const audit = await sql().rows(
      "SELECT 1 FROM audit_entry WHERE action = 'session.ended_by_limit' AND actor_id = $1",
      [person.id],
    );
    expect(audit).toHaveLength(1);
  });

  it("from a new device cause a mail and a notice, until their owner confirms them", async () => {
    const person = await makePerson();
    const home = await signedIn(person);
    const mails = () =>
      sql().rows("SELECT 1 FROM delivery WHERE recipient = $1 AND template = 'new-device'", [person.email]);
    expect(await mails()).toHaveLength(0);
    const [abroad] = [await signedIn(person)];
    expect(await mails()).toHaveLength(1);
    const again = new TestBrowser(routes);
    again.cookies.set("lightnode-device", abroad.cookies.get("lightnode-device") ?? "");
    await again.signIn(person);
    expect(await mails()).toHaveLength(1);
    const newSession = (await list(home)).find(({ isNewDevice }) => isNewDevice);
    const params = { id: newSession?.id ?? "" };
    expect((await home.call("POST /api/account/sessions/[id]/acknowledge", undefined, { params })).status).toBe(204);
    expect((await list(home)).some(({ isNewDevice }) => isNewDevice)).toBe(false);
  });

  it("are announced at the commit that ends them, whatever ended them, within a second", async () => {
    const received: string[] = [];
    const listener = new DatabaseListener({ databaseUrl: environment.databaseUrl, log: undefined });
    const relay = new RevocationRelay({
      listener,
      publisher: {
        publish: async (channel, event, data) => {
          received.push(`${channel} ${event} ${JSON.stringify(data)}`);
          return true;
        },
        terminateUser: async (id) => {
          received.push(`closed ${id}`);
          return true;
        },
      },
    });
    relay.start();
    await listener.start();
    try {
      const person = await makePerson();
      const page = await signedIn(person);
      const id = await own(page);
      const startedAt = performance.now();
      await sql().run("UPDATE session SET revoked_at = now(), revoked_reason = 'locked' WHERE id = $1", [id]);
      await until("it is published", async () => received.includes(`closed ${id}`));
      expect(performance.now() - startedAt).toBeLessThan(1000);
      expect(received[0]).toContain(`private-user-${person.id} session.revoked {"sessionId":"${id}","reason":"locked"`);
      const other = await own(await signedIn(person));
      await sql().run("DELETE FROM app_user WHERE id = $1", [person.id]);
      await until("it is published", async () => received.includes(`closed ${other}`));
    } finally {
      relay.stop();
      await listener.stop();
    }
  });
});

describe("confirming", () => {
  const token = { name: "t", scopes: ["server.read"] };

  it("is asked for ten minutes after signing in, by the password of those without a factor, and renews the cookie", async () => {
    const person = await makePerson();
    const page = await signedIn(person);
    expect((await page.call("POST /api/account/tokens", token)).status).toBe(201);
    await age("auth_at", "11 minutes", person);
    const refused = await page.call("POST /api/account/tokens", token);
    expect(refused).toMatchObject({ status: 403, code: "step_up_required", body: { methods: ["password"] } });
    const wrong = await page.call("POST /api/account/step-up", { method: "password", password: "wrong" });
    expect(wrong.status).toBeGreaterThanOrEqual(400);
    const old = page.cookie;
    const right = { method: "password", password: person.password };
    expect((await page.call("POST /api/account/step-up", right)).status).toBe(200);
    expect((await page.call("POST /api/account/tokens", token)).status).toBe(201);
    expect((await page.call("GET /api/account/sessions", undefined, { cookie: old })).status).toBe(401);
  });

  it("requires the second factor of those who have one, and refuses their password", async () => {
    const person = await makePerson();
    const page = await signedIn(person);
    const secret = String((await page.call("POST /api/account/2fa/totp/setup")).body.secret);
    await page.call("POST /api/account/2fa/totp/confirm", { code: generateSync({ secret }) });
    expect((await page.call("POST /api/account/2fa/backup-codes")).status).toBe(200);
    await age("mfa_at", "11 minutes", person);
    const refused = await page.call("POST /api/account/2fa/backup-codes");
    expect(refused).toMatchObject({ code: "step_up_required", body: { methods: ["totp", "backup_code"] } });
    const password = { method: "password", password: person.password };
    expect((await page.call("POST /api/account/step-up", password)).status).toBe(404);
    await sql().run("UPDATE second_factor SET last_step = 0");
    const code = generateSync({ secret });
    expect((await page.call("POST /api/account/step-up", { method: "totp", code })).status).toBe(200);
    expect((await page.call("POST /api/account/step-up", { method: "totp", code })).code).toBe("code_invalid");
    expect((await page.call("POST /api/account/2fa/backup-codes")).status).toBe(200);
  });

  it("accepts tokens only with the scope step_up, which * does not imply", async () => {
    const admin = await signedIn(await makePerson("ADMIN"));
    const person = await makePerson();
    const change = async (scopes: string[]) => {
      const made = await admin.call("POST /api/account/tokens", { name: "t", scopes });
      const headers = { authorization: `Bearer ${String(made.body.token)}`, origin: "" };
      const more = { params: { id: person.id }, cookie: "", headers };
      return callUser(more);
    };
    const callUser = (more: object) =>
      new TestBrowser(routes).call("PATCH /api/admin/users/[id]", { role: "MANAGER" }, more);
    expect(await change(["*"])).toMatchObject({ status: 403, code: "step_up_required" });
    expect((await change(["*", "step_up"])).status).toBe(204);
  });
});

describe("a role that needs a second factor", () => {
  it("allows only setting one up and signing out, for browsers and tokens, until there is one", async () => {
    const admin = await signedIn(await makePerson("ADMIN"));
    const person = await makePerson("MANAGER");
    const page = await signedIn(person);
    const made = await page.call("POST /api/account/tokens", { name: "t", scopes: ["*"] });
    const policy = { requiredRoles: ["MANAGER"], maxSessions: 30 };
    expect((await admin.call("PUT /api/admin/security-policy", { ...policy, requiredRoles: ["ADMIN"] })).status).toBe(
      409,
    );
    expect((await admin.call("PUT /api/admin/security-policy", policy)).status).toBe(204);
    const bearer = { cookie: "", headers: { authorization: `Bearer ${String(made.body.token)}`, origin: "" } };
    for (const more of [{}, bearer]) {
      for (const to of ["GET /api/servers", "GET /api/account/sessions", "GET /api/admin/users"]) {
        const answer = await page.call(to, undefined, more);
        expect(answer, to).toMatchObject({ status: 403, code: "second_factor_enrolment_required" });
      }
    }
    expect((await page.call("GET /api/account/2fa")).body.required).toBe(true);
    const secret = String((await page.call("POST /api/account/2fa/totp/setup")).body.secret);
    await page.call("POST /api/account/2fa/totp/confirm", { code: generateSync({ secret }) });
    for (const more of [{}, bearer]) expect((await page.call("GET /api/servers", undefined, more)).status).toBe(200);
    expect((await admin.call("PUT /api/admin/security-policy", { ...policy, requiredRoles: [] })).status).toBe(204);
  });
});
