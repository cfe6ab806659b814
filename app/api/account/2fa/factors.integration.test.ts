import { generateSync } from "otplib";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { routes } from "@/app/api/openapi.json/generated/routes";
import { sql } from "@/lib/db/transaction";
import { dataColumn, mailCipher } from "@/lib/notifications/mail/queue-mail";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makePerson, TestBrowser, type TestPerson } from "@/lib/testing/people";
import { totpAt } from "@/lib/testing/sign-in/oathtool";
import { SoftwarePasskey } from "@/lib/testing/sign-in/software-passkey";
import { startTwilioServer, type TwilioServer } from "@/lib/testing/sign-in/twilio-server";

// Setting up factors, signing in and confirming with them, and removing them, by the routes.
let environment: TestEnvironment;
let twilio: TwilioServer;

beforeAll(async () => {
  twilio = await startTwilioServer();
  environment = await openTestEnvironment({
    TWILIO_ACCOUNT_SID: twilio.account.sid,
    TWILIO_AUTH_TOKEN: twilio.account.token,
    TWILIO_FROM: "+447700900000",
    TWILIO_BASE_URL: twilio.url,
  });
});
beforeEach(() => {
  twilio.refuse = null;
  twilio.received.length = 0;
});
afterAll(async () => {
  await environment.close();
  await twilio.close();
});

type Member = TestPerson & { page: TestBrowser };

async function member(): Promise<Member> {
  const person = await makePerson();
  const page = new TestBrowser(routes);
  await page.signIn(person);
  return { ...person, page };
}

/** Data of the newest mail of this kind to this address. */
async function mailTo(person: TestPerson, template: string): Promise<Record<string, string>> {
  const row = await sql().row<{ id: string; sealed: string }>(
    `SELECT id, data_sealed AS sealed FROM delivery WHERE recipient = $1 AND template = $2 ORDER BY id DESC LIMIT 1`,
    [person.email, template],
  );
  return row ? JSON.parse(mailCipher().decrypt(row.sealed, dataColumn, row.id)) : {};
}

const codeOf = (text = "") => /\b\d{6}\b/.exec(text)?.[0] ?? "";
const clearUsedSteps = () => sql().run("UPDATE second_factor SET last_step = 0");

async function addTotp({ page }: Member): Promise<{ secret: string; backupCodes: string[] }> {
  const setup = await page.call("POST /api/account/2fa/totp/setup");
  const secret = String(setup.body.secret);
  const done = await page.call("POST /api/account/2fa/totp/confirm", { code: generateSync({ secret }) });
  return { secret, backupCodes: done.body.backupCodes as string[] };
}

/** A new browser at the second step. */
async function atSecondStep(person: TestPerson): Promise<TestBrowser> {
  const page = new TestBrowser(routes);
  expect((await page.signIn(person)).code).toBe("two_factor_required");
  return page;
}

describe("an authenticator app", () => {
  it("is set up by secret, address and QR code, and answers ten backup codes that work once", async () => {
    const person = await member();
    const setup = await person.page.call("POST /api/account/2fa/totp/setup");
    expect(setup.status).toBe(200);
    expect(Object.keys(setup.body).sort()).toEqual(["otpauthUri", "qrCode", "secret"]);
    const secret = String(setup.body.secret);
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(setup.body.otpauthUri).toMatch(new RegExp(`^otpauth://totp/LightNode:.*secret=${secret}`));
    expect(setup.body.qrCode).toMatch(/^data:image\/png;base64,/);
    expect((await person.page.call("POST /api/account/2fa/totp/confirm", { code: "000000" })).code).toBe(
      "code_invalid",
    );
    // Not a factor yet: the password alone still signs in.
    expect((await new TestBrowser(routes).signIn(person)).status).toBe(200);
    const code = generateSync({ secret });
    const confirmed = await person.page.call("POST /api/account/2fa/totp/confirm", { code });
    expect(confirmed.status).toBe(200);
    const codes = confirmed.body.backupCodes as string[];
    expect(new Set(codes).size).toBe(10);
    for (const one of codes) expect(one).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{5}){2}$/);
    // The code that confirmed it cannot be used again.
    const page = await atSecondStep(person);
    expect((await page.call("POST /api/auth/second-factor", { method: "totp", code })).code).toBe("code_invalid");
    const lower = { method: "backup_code", code: codes[4]?.toLowerCase().replaceAll("-", " ") };
    expect((await page.call("POST /api/auth/second-factor", lower)).status).toBe(200);
    expect((await page.call("GET /api/account/2fa")).body).toMatchObject({ backupCodesLeft: 9 });
    const setupAgain = await page.call("POST /api/account/2fa/totp/setup");
    expect(setupAgain.code).toBe("factor_exists");
    expect((await mailTo(person, "factor-changed")).change).toBe("backup_code_used");
  });

  it("agrees with oathtool, and accepts the previous and the next step only", async () => {
    const person = await member();
    const setup = await person.page.call("POST /api/account/2fa/totp/setup");
    const secret = String(setup.body.secret);
    const now = Math.floor(Date.now() / 1000);
    const oathtool = (offset: number) => totpAt(secret, now + offset);
    for (const offset of [-60, 60]) {
      const refused = await person.page.call("POST /api/account/2fa/totp/confirm", { code: oathtool(offset) });
      expect(refused.code, `${offset} s`).toBe("code_invalid");
    }
    const confirmed = await person.page.call("POST /api/account/2fa/totp/confirm", { code: oathtool(-30) });
    expect(confirmed.status).toBe(200);
    for (const offset of [0, 30]) {
      const page = await atSecondStep(person);
      const answer = { method: "totp", code: oathtool(offset) };
      expect((await page.call("POST /api/auth/second-factor", answer)).status, `${offset} s`).toBe(200);
    }
    const late = await atSecondStep(person);
    expect((await late.call("POST /api/auth/second-factor", { method: "totp", code: oathtool(0) })).status).toBe(400);
  });

  it("keeps its secret and the codes unreadable in the database", async () => {
    const person = await member();
    const { secret, backupCodes } = await addTotp(person);
    const row = await sql().row<{ dump: string }>(
      `SELECT (SELECT json_agg(f)::text FROM second_factor f) || (SELECT json_agg(b)::text FROM backup_code b)
         || (SELECT coalesce(json_agg(a)::text, '') FROM audit_entry a) AS dump`,
    );
    for (const text of [secret, ...backupCodes, ...backupCodes.map((code) => code.slice(5))]) {
      expect(row?.dump).not.toContain(text);
    }
  });
});

describe("codes by text message and by mail", () => {
  it("are sent in the provider's wire format, confirm the phone, and answer only the sign-in they were sent for", async () => {
    const person = await member();
    const setup = await person.page.call("POST /api/account/2fa/sms/setup", { phone: "+44 7700 900-123" });
    expect(setup).toMatchObject({ status: 200, body: { sentTo: "•••• 0123" } });
    const [message] = twilio.received;
    expect(message).toMatchObject({ to: "+447700900123", from: "+447700900000" });
    expect(message?.path).toBe(`/2010-04-01/Accounts/${twilio.account.sid}/Messages.json`);
    const confirmed = await person.page.call("POST /api/account/2fa/sms/confirm", { code: codeOf(message?.body) });
    expect(confirmed.status).toBe(200);
    expect(confirmed.body.backupCodes).toHaveLength(10);

    const [first, second] = [await atSecondStep(person), await atSecondStep(person)];
    for (const page of [first, second]) {
      const sent = await page.call("POST /api/account/2fa/challenge", { method: "sms" });
      expect(sent.body).toMatchObject({ method: "sms", sentTo: "•••• 0123" });
    }
    const [, forFirst, forSecond] = twilio.received.map(({ body }) => codeOf(body));
    const answer = (page: TestBrowser, code?: string) =>
      page.call("POST /api/auth/second-factor", { method: "sms", code });
    if (forFirst !== forSecond) expect((await answer(second, forFirst)).code).toBe("code_invalid");
    expect((await answer(second, forSecond)).status).toBe(200);
    expect((await answer(first, forFirst)).status).toBe(200);
    expect((await answer(first, forFirst)).code).toBe("challenge_over");
  });

  it("by mail go to the account's own address, and at most three per challenge", async () => {
    const person = await member();
    expect((await person.page.call("POST /api/account/2fa/email/setup")).status).toBe(200);
    const { code } = await mailTo(person, "sign-in-code");
    expect((await person.page.call("POST /api/account/2fa/email/confirm", { code })).status).toBe(200);
    const page = await atSecondStep(person);
    const send = () => page.call("POST /api/account/2fa/challenge", { method: "email" });
    expect([(await send()).status, (await send()).status, (await send()).status]).toEqual([200, 200, 200]);
    expect(await send()).toMatchObject({ status: 429, code: "code_sent_recently" });
    const last = (await mailTo(person, "sign-in-code")).code;
    expect((await page.call("POST /api/auth/second-factor", { method: "email", code: last })).status).toBe(200);
  });

  it("report that text messages cannot be sent when the provider refuses", async () => {
    const person = await member();
    twilio.refuse = 429;
    const answer = await person.page.call("POST /api/account/2fa/sms/setup", { phone: "+447700900123" });
    expect(answer).toMatchObject({ status: 503, code: "sms_unavailable" });
  });
});

describe("a passkey", () => {
  it("is made, signs in as a second step, signs in alone, and is removed", async () => {
    const person = await member();
    const passkey = new SoftwarePasskey();
    const options = (await person.page.call("POST /api/account/2fa/passkeys/options")).body as { challenge: string };
    const credential = passkey.register(options);
    const made = await person.page.call("POST /api/account/2fa/passkeys", { name: "Laptop", credential });
    expect(made.status).toBe(201);
    expect(made.body.backupCodes).toHaveLength(10);
    const again = await person.page.call("POST /api/account/2fa/passkeys", { name: "Laptop", credential });
    expect(again.code).toBe("factor_setup_missing");

    const page = await atSecondStep(person);
    const challenge = await page.call("POST /api/account/2fa/challenge", { method: "passkey" });
    const signed = passkey.sign(challenge.body.options as { challenge: string });
    const foreign = new SoftwarePasskey().sign(challenge.body.options as { challenge: string });
    const answer = (given: unknown) =>
      page.call("POST /api/auth/second-factor", { method: "passkey", credential: given });
    expect((await answer({ ...foreign, id: signed.id, rawId: signed.id })).code).toBe("code_invalid");
    expect((await answer(signed)).status).toBe(200);

    const alone = new TestBrowser(routes);
    const anyOptions = (await alone.call("POST /api/auth/passkey/options")).body as { challenge: string };
    const signedAlone = passkey.sign(anyOptions);
    expect((await alone.call("POST /api/auth/passkey", { credential: signedAlone })).status).toBe(200);
    expect((await alone.call("GET /api/account/2fa")).body.passkeys).toMatchObject([{ name: "Laptop" }]);
    const replay = await new TestBrowser(routes).call("POST /api/auth/passkey", { credential: signedAlone });
    expect(replay.code).toBe("challenge_over");

    const params = { id: String(made.body.id) };
    expect((await alone.call("DELETE /api/account/2fa/passkeys/[id]", undefined, { params })).status).toBe(204);
    expect((await new TestBrowser(routes).signIn(person)).status).toBe(200);
  });
});

describe("the last factor", () => {
  it("removes the backup codes as well, and cannot be removed if the role needs one", async () => {
    const person = await member();
    const { backupCodes } = await addTotp(person);
    const remove = () =>
      person.page.call("DELETE /api/account/2fa/[method]", undefined, { params: { method: "totp" } });
    await sql().run("UPDATE security_policy SET required_roles = '{USER}'");
    expect((await remove()).code).toBe("last_factor_required");
    await sql().run("UPDATE security_policy SET required_roles = '{}'");
    await clearUsedSteps();
    expect((await remove()).status).toBe(204);
    expect((await new TestBrowser(routes).signIn(person, { code: backupCodes[0] })).status).toBe(200);
    expect((await sql().rows("SELECT 1 FROM backup_code WHERE user_id = $1", [person.id])).length).toBe(0);
  });
});
