import { generateSync } from "otplib";
import { afterAll, beforeAll, expect, it } from "vitest";
import { routes } from "@/app/api/openapi.json/generated/routes";
import { sql } from "@/lib/db/transaction";
import { dataColumn, mailCipher } from "@/lib/notifications/mail/queue-mail";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makePerson, TestBrowser, type TestPerson } from "@/lib/testing/people";
import { factorChanged } from "./factor-changed";
import { factorResetRequested } from "./factor-reset-requested";
import { newDevice } from "./new-device";
import { securityNotice } from "./security-notice";

// What happens to an account is in its list of notifications and in its mail, and names the session that did it.
let environment: TestEnvironment;
let admin: TestBrowser;

beforeAll(async () => {
  environment = await openTestEnvironment();
  admin = new TestBrowser(routes);
  await admin.signIn(await makePerson("ADMIN"));
});
afterAll(() => environment.close());

async function signedIn(person: TestPerson): Promise<TestBrowser> {
  const browser = new TestBrowser(routes);
  expect((await browser.signIn(person)).status).toBe(200);
  return browser;
}

const sessionOf = async (browser: TestBrowser): Promise<string> => {
  const { items } = (await browser.call("GET /api/account/sessions")).body as {
    items: { id: string; current: boolean }[];
  };
  return items.find(({ current }) => current)?.id ?? "";
};
const entriesOf = ({ id }: TestPerson) =>
  sql().prisma.notification.findMany({ where: { userId: id }, orderBy: { id: "desc" } });
async function mailsOf({ id }: TestPerson) {
  const rows = await sql().prisma.delivery.findMany({ where: { userId: id }, orderBy: { id: "desc" } });
  return rows.map(({ id, recipient, template, dataSealed }) => {
    return { recipient, template, data: JSON.parse(mailCipher().decrypt(dataSealed ?? "", dataColumn, id)) };
  });
}
/** The session that the newest event about a notification of the person names. */
async function causeOf(person: TestPerson): Promise<unknown> {
  const [entry] = await entriesOf(person);
  const event = await sql().row<{ payload: { sessionId: unknown } }>(
    "SELECT payload FROM outbox_event WHERE name = 'notification.created' AND payload->>'id' = $1",
    [entry?.id],
  );
  return event?.payload.sessionId;
}

it("a sign-in from a new device is reported, and its own pages know that it is theirs", async () => {
  const person = await makePerson();
  await signedIn(person);
  expect(await entriesOf(person)).toEqual([]);
  const abroad = await signedIn(person);
  const [entry, ...more] = await entriesOf(person);
  expect(more).toEqual([]);
  expect(entry).toMatchObject({
    kind: "security.new_device",
    severity: "warning",
    title: "A new device signed in to your account",
    href: "/account/sessions",
  });
  expect(entry?.body).toContain("If it was not you, end that session");
  expect(await mailsOf(person)).toMatchObject([
    { template: "new-device", data: { place: null, link: expect.stringContaining("/account/security") } },
  ]);
  expect(await causeOf(person)).toBe(await sessionOf(abroad));
});

it("a change of a factor is reported with its kind, and names the session that made it", async () => {
  const person = await makePerson();
  const browser = await signedIn(person);
  const secret = String((await browser.call("POST /api/account/2fa/totp/setup")).body.secret);
  await browser.call("POST /api/account/2fa/totp/confirm", { code: generateSync({ secret }) });
  expect((await entriesOf(person))[0]).toMatchObject({
    kind: "security.factor_changed",
    title: "A second factor was added",
    body: expect.stringContaining("What: authenticator app"),
  });
  expect(await mailsOf(person)).toMatchObject([{ template: "factor-changed", data: { change: "added" } }]);
  expect(await causeOf(person)).toBe(await sessionOf(browser));
});

it("a request to reset the factors has its link in the mail only", async () => {
  const person = await makePerson();
  const browser = await signedIn(person);
  const secret = String((await browser.call("POST /api/account/2fa/totp/setup")).body.secret);
  await browser.call("POST /api/account/2fa/totp/confirm", { code: generateSync({ secret }) });
  const params = { id: person.id };
  const reason = "lost the phone, identity checked by telephone";
  expect((await admin.call("POST /api/admin/users/[id]/factor-reset", { reason }, { params })).status).toBe(202);
  const [entry] = await entriesOf(person);
  const [mail] = await mailsOf(person);
  expect(entry).toMatchObject({ kind: "security.factor_reset", body: expect.stringContaining(`“${reason}”`) });
  expect(mail).toMatchObject({ template: "factor-reset-requested", data: { reason } });
  const token = new URL(mail?.data.link).hash.slice(1);
  expect(token).toHaveLength(64);
  expect(JSON.stringify(entry)).not.toContain(token);
});

it("the lock of an account reaches its owner, by mail and in the list after the lock", async () => {
  const person = await makePerson();
  const change = (body: object) => admin.call("PATCH /api/admin/users/[id]", body, { params: { id: person.id } });
  expect((await change({ disabled: true })).status).toBe(204);
  expect(await mailsOf(person)).toMatchObject([
    { recipient: person.email, template: "security-notice", data: { event: "account_locked" } },
  ]);
  expect((await change({ disabled: false })).status).toBe(204);
  const { body } = await (await signedIn(person)).call("GET /api/notifications");
  expect(body.items).toMatchObject([{ kind: "security.notice", title: "Your account was locked" }]);
});

it("a change of the password is reported to the account, and of the address to the old one", async () => {
  const person = await makePerson();
  const browser = await signedIn(person);
  const next = "a wholly different phrase";
  const password = { current: person.password, next };
  expect((await browser.call("POST /api/account/password", password)).status).toBe(200);
  expect((await entriesOf(person))[0]).toMatchObject({ title: "Your password was changed" });
  expect(await causeOf(person)).toBe(await sessionOf(browser));

  const email = `moved-${person.email}`;
  expect((await browser.call("POST /api/account/email/change", { email, password: next })).status).toBe(202);
  const [requested, link] = await mailsOf(person);
  expect(requested).toMatchObject({ recipient: person.email, data: { event: "email_change_requested" } });
  const token = new URL(link?.data.link).hash.slice(1);
  expect((await browser.call("POST /api/account/email/verify", { token })).status).toBe(200);
  const [moved] = await mailsOf(person);
  expect(moved).toMatchObject({ recipient: person.email, data: { event: "email_changed" } });
  const [entry] = await entriesOf(person);
  expect(entry?.title).toBe("Your e-mail address was changed");
  // "This one" is the address that the mail goes to.
  expect(entry?.body).not.toContain("this one");
});

it("an account that chose a language is written to in it", async () => {
  const person = await makePerson();
  const browser = await signedIn(person);
  expect((await browser.call("PATCH /api/account", { locale: "de" })).status).toBe(200);
  const password = { current: person.password, next: "a wholly different phrase" };
  expect((await browser.call("POST /api/account/password", password)).status).toBe(200);
  expect((await entriesOf(person))[0]).toMatchObject({ title: "Ihr Passwort wurde geändert" });
});

it.each([newDevice, factorChanged, factorResetRequested, securityNotice])(
  "$kind cannot be switched off",
  async ({ kind }) => {
    const browser = await signedIn(await makePerson());
    for (const channel of ["panel", "mail"]) {
      const preference = { kind, channel, enabled: false };
      const answer = await browser.call("PUT /api/account/notification-preferences", preference);
      expect(answer.status).toBe(422);
    }
  },
);
