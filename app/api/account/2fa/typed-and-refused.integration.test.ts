import { generateSync } from "otplib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { routes } from "@/app/api/openapi.json/generated/routes";
import { noOrigin } from "@/lib/access/actor";
import { createSetupToken } from "@/lib/auth/accounts/accounts";
import { flushAttempts } from "@/lib/auth/detection/record-attempt";
import { actorOfSession, createSession } from "@/lib/auth/sessions/sessions";
import { env } from "@/lib/core/env";
import { sql } from "@/lib/db/transaction";
import { createServer } from "@/lib/game-servers/lifecycle/create-server";
import { runCheck } from "@/lib/health/check";
import { clockCheck } from "@/lib/health/checks/connections";
import { dataColumn, mailCipher } from "@/lib/notifications/mail/queue-mail";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeNode, makeUser } from "@/lib/testing/fixtures";
import { makePerson, TestBrowser, type TestPerson } from "@/lib/testing/people";
import { SoftwarePasskey } from "@/lib/testing/sign-in/software-passkey";

// How codes and addresses may be typed, and the messages for factor-specific refusals.
let environment: TestEnvironment;
beforeAll(async () => {
  environment = await openTestEnvironment();
});
afterAll(() => environment.close());

async function withTotp(): Promise<{ person: TestPerson; secret: string; backupCodes: string[]; page: TestBrowser }> {
  const person = await makePerson();
  const page = new TestBrowser(routes);
  await page.signIn(person);
  const secret = String((await page.call("POST /api/account/2fa/totp/setup")).body.secret);
  const done = await page.call("POST /api/account/2fa/totp/confirm", { code: generateSync({ secret }) });
  await sql().run("UPDATE second_factor SET last_step = 0");
  return { person, secret, backupCodes: done.body.backupCodes as string[], page };
}

async function answer(person: TestPerson, body: object) {
  const page = new TestBrowser(routes);
  await page.signIn(person);
  return page.call("POST /api/auth/second-factor", body);
}

describe("codes", () => {
  it.each(["-", "\u2013", "\u2014", "\u2011", "\u00a0", " "])(
    "are accepted with %j between their halves",
    async (between) => {
      const { person, secret } = await withTotp();
      const code = generateSync({ secret });
      const typed = `${code.slice(0, 3)}${between}${code.slice(3)}`;
      expect((await answer(person, { method: "totp", code: typed })).status).toBe(200);
      await sql().run("UPDATE second_factor SET last_step = 0");
      expect((await new TestBrowser(routes).signIn(person, { code: typed })).status).toBe(200);
    },
  );

  it("of the backup list are accepted with any dash", async () => {
    const { person, backupCodes } = await withTotp();
    const typed = backupCodes[0]?.replaceAll("-", "\u2011").toLowerCase();
    expect((await answer(person, { method: "backup_code", code: typed })).status).toBe(200);
  });
});

describe("a backup code", () => {
  it("sends a mail also when it is used from a known device", async () => {
    const { person, backupCodes, page } = await withTotp();
    await page.call("POST /api/account/step-up", { method: "backup_code", code: backupCodes[0] });
    const again = new TestBrowser(routes);
    for (const [name, value] of page.cookies) if (name.includes("device")) again.cookies.set(name, value);
    expect((await again.signIn(person)).code).toBe("two_factor_required");
    const done = await again.call("POST /api/auth/second-factor", { method: "backup_code", code: backupCodes[1] });
    expect(done.status).toBe(200);
    const rows = await sql().rows<{ id: string; sealed: string }>(
      "SELECT id, data_sealed AS sealed FROM delivery WHERE recipient = $1 AND template = 'factor-changed'",
      [person.email],
    );
    const changes = rows.map(({ id, sealed }) => JSON.parse(mailCipher().decrypt(sealed, dataColumn, id)).change);
    expect(changes.filter((change) => change === "backup_code_used")).toHaveLength(2);
    const audit = await sql().rows(
      "SELECT 1 FROM audit_entry WHERE action = 'factor.backup_code_used' AND target_id = $1",
      [person.id],
    );
    expect(audit).toHaveLength(2);
  });
});

describe("an address with letters that DNS does not know", () => {
  it("signs up, and signs in however it is typed", async () => {
    const page = new TestBrowser(routes);
    const password = "a-long-enough-password";
    const typed = { email: "Ada@MÜNCHEN.example", name: "Ada", password };
    expect((await page.call("POST /api/account/register", typed)).status).toBe(202);
    const stored = await sql().rows("SELECT email FROM app_user WHERE email LIKE 'ada@%.example'");
    expect(stored).toEqual([{ email: "ada@xn--mnchen-3ya.example" }]);
    for (const email of ["ada@münchen.example", "ada@xn--mnchen-3ya.example"]) {
      expect((await new TestBrowser(routes).signIn({ email, password })).status).toBe(200);
    }
  });
});

describe("a passkey", () => {
  async function withPasskey() {
    const person = await makePerson();
    const page = new TestBrowser(routes);
    await page.signIn(person);
    const passkey = new SoftwarePasskey();
    const options = (await page.call("POST /api/account/2fa/passkeys/options")).body as { challenge: string };
    const body = { name: "Key", credential: passkey.register(options) };
    expect((await page.call("POST /api/account/2fa/passkeys", body)).status).toBe(201);
    return { passkey, owner: person.id };
  }
  async function enter(passkey: SoftwarePasskey) {
    const page = new TestBrowser(routes);
    const options = (await page.call("POST /api/auth/passkey/options")).body as { challenge: string };
    return page.call("POST /api/auth/passkey", { credential: passkey.sign(options) });
  }

  it("whose counter does not grow is named as possibly copied", async () => {
    const { passkey, owner } = await withPasskey();
    expect((await enter(passkey)).status).toBe(200);
    passkey.repeatCounter();
    expect(await enter(passkey)).toMatchObject({ status: 400, code: "passkey_counter" });
    const refusals = await sql().rows("SELECT 1 FROM audit_entry WHERE detail->>'reason' = 'passkey_counter'");
    expect(refusals).toHaveLength(1);
    await flushAttempts();
    const seen = await sql().rows(
      "SELECT user_id, outcome FROM sign_in_attempt WHERE method = 'passkey' AND outcome <> 'succeeded'",
    );
    expect(seen).toEqual([{ user_id: owner, outcome: "factor_wrong" }]);
  });

  it("that did not verify its user is refused with the needed set-up", async () => {
    const { passkey } = await withPasskey();
    passkey.verifiesUser = false;
    expect(await enter(passkey)).toMatchObject({ status: 400, code: "passkey_not_verified" });
  });

  it("is not offered where the panel is opened by an IP address", async () => {
    const url = env().NEXTAUTH_URL;
    env().NEXTAUTH_URL = "http://192.0.2.1:3000";
    const offered = await new TestBrowser(routes).call("POST /api/auth/passkey/options", undefined, {
      headers: { origin: "http://192.0.2.1:3000" },
    });
    env().NEXTAUTH_URL = url;
    expect(offered).toMatchObject({ status: 409, code: "passkeys_unavailable" });
  });
});

it("a clock that was set back is named to the person and to the administrator", async () => {
  const { person, secret } = await withTotp();
  expect(await runCheck(clockCheck)).toMatchObject({ state: "ok" });
  const ahead = Math.floor(Date.now() / 30_000) + 120;
  await sql().run("UPDATE second_factor SET last_step = $1", [ahead]);
  const refused = await answer(person, { method: "totp", code: generateSync({ secret }) });
  expect(refused).toMatchObject({ status: 400, code: "clock_set_back" });
  expect((await runCheck(clockCheck)).detail).toMatch(/set back by about 3[56]\d\d s/);
});

describe("a panel login", () => {
  it("receives neither the name nor the address of the owner", async () => {
    await makeNode({ portStart: 28_300, portEnd: 28_310 });
    const owner = await makeUser();
    const input = { name: "World", memory: 0.5, diskSpace: 1, cpu: 1, environment: {} };
    const { id: scopeResourceId } = await createServer(owner, input);
    const { token } = await createSession({ userId: owner.userId ?? "", scopeResourceId, origin: noOrigin });
    expect(await actorOfSession(token, noOrigin)).toMatchObject({
      kind: "resource_login",
      email: "",
      name: "Panel login",
    });
  });
});

describe("a setup link", () => {
  it("ends when there is an administrator, however the account was created", async () => {
    const token = await createSetupToken();
    await makePerson("ADMIN");
    const body = { token, email: "late@example.net", name: "Late", password: "a-long-enough-password" };
    const answered = await new TestBrowser(routes).call("POST /api/setup", body);
    expect(answered).toMatchObject({ status: 404, code: "setup_link_invalid" });
    expect(await sql().row("SELECT 1 FROM app_user WHERE email = 'late@example.net'")).toBeNull();
  });
});
