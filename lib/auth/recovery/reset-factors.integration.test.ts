import { generateSync } from "otplib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { routes } from "@/app/api/openapi.json/generated/routes";
import { systemActor } from "@/lib/access/actor";
import { sql } from "@/lib/db/transaction";
import { dataColumn, mailCipher } from "@/lib/notifications/mail/queue-mail";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makePerson, TestBrowser, type TestPerson } from "@/lib/testing/people";
import { performDueResets, resetFactorsNow } from "./reset-factors";

// Somebody lost every factor: an administrator, a day, and the owner's veto.
let environment: TestEnvironment;
let admin: TestBrowser;

beforeAll(async () => {
  environment = await openTestEnvironment();
  admin = new TestBrowser(routes);
  await admin.signIn(await makePerson("ADMIN"));
});
afterAll(() => environment.close());

async function withTotp(): Promise<TestPerson & { page: TestBrowser }> {
  const person = await makePerson();
  const page = new TestBrowser(routes);
  await page.signIn(person);
  const secret = String((await page.call("POST /api/account/2fa/totp/setup")).body.secret);
  await page.call("POST /api/account/2fa/totp/confirm", { code: generateSync({ secret }) });
  return { ...person, page };
}

async function cancelLink(person: TestPerson): Promise<string> {
  const row = await sql().row<{ id: string; sealed: string }>(
    "SELECT id, data_sealed AS sealed FROM delivery WHERE recipient = $1 AND template = 'factor-reset-requested'",
    [person.email],
  );
  return row ? JSON.parse(mailCipher().decrypt(row.sealed, dataColumn, row.id)).link : "";
}

const reset = (person: TestPerson, reason = "lost the phone, identity checked by telephone") =>
  admin.call("POST /api/admin/users/[id]/factor-reset", { reason }, { params: { id: person.id } });
const makeDue = () => sql().run("UPDATE factor_reset SET due_at = now() - interval '1 second'");
const needsFactor = async (person: TestPerson) =>
  (await new TestBrowser(routes).signIn(person)).code === "two_factor_required";

describe("a reset of somebody's factors", () => {
  it("waits a day, with a reason, an audit row and a notice; then the password alone signs in", async () => {
    const person = await withTotp();
    expect((await reset(person, "no")).status).toBe(422);
    const asked = await reset(person);
    expect(asked.status).toBe(202);
    expect(Date.parse(String(asked.body.dueAt)) - Date.now()).toBeGreaterThan(23.9 * 3_600_000);
    expect((await reset(person)).code).toBe("recovery_pending");
    await performDueResets();
    expect(await needsFactor(person)).toBe(true);
    await makeDue();
    await Promise.all([performDueResets(), performDueResets()]);
    expect(await needsFactor(person)).toBe(false);
    expect((await person.page.call("GET /api/account/sessions")).status).toBe(401);
    const actions = await sql().rows<{ action: string }>(
      "SELECT action FROM audit_entry WHERE target_id = $1 AND action LIKE 'factor.reset%' ORDER BY id",
      [person.id],
    );
    expect(actions.map(({ action }) => action)).toEqual(["factor.reset_requested", "factor.reset"]);
  });

  it("is cancelled by the owner's link, once, and by an administrator", async () => {
    const person = await withTotp();
    await reset(person);
    const token = new URL(await cancelLink(person)).hash.slice(1);
    const cancel = () => new TestBrowser(routes).call("POST /api/account/2fa/recovery/cancel", { token });
    expect((await cancel()).body).toEqual({ cancelled: true });
    expect((await cancel()).code).toBe("recovery_link_invalid");
    await makeDue();
    await performDueResets();
    expect(await needsFactor(person)).toBe(true);
    await reset(person);
    const params = { id: person.id };
    expect((await admin.call("DELETE /api/admin/users/[id]/factor-reset", undefined, { params })).status).toBe(204);
    await makeDue();
    await performDueResets();
    expect(await needsFactor(person)).toBe(true);
  });

  it("happens at once on the command line", async () => {
    const person = await withTotp();
    expect(await resetFactorsNow(systemActor, person.id, "reset on the command line")).toEqual({ removed: 1 });
    expect(await needsFactor(person)).toBe(false);
  });
});
