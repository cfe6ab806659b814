import { afterAll, beforeAll, expect, it } from "vitest";
import { routes } from "@/app/api/openapi.json/generated/routes";
import { sql } from "@/lib/db/transaction";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makePerson, TestBrowser } from "@/lib/testing/people";

let environment: TestEnvironment;
beforeAll(async () => {
  environment = await openTestEnvironment();
});
afterAll(() => environment.close());

it("keeps the language of the account, which its sessions then have", async () => {
  const person = await makePerson();
  const page = new TestBrowser(routes);
  expect((await page.signIn(person)).status).toBe(200);
  expect((await page.call("GET /api/account")).body).toMatchObject({
    id: person.id,
    email: person.email,
    locale: null,
  });
  expect((await page.call("PATCH /api/account", { locale: "ar" })).body).toMatchObject({ locale: "ar" });
  expect((await page.call("GET /api/account")).body).toMatchObject({ locale: "ar" });
  expect(await page.call("PATCH /api/account", { locale: "xx" })).toMatchObject({ status: 422 });
  expect((await page.call("PATCH /api/account", { locale: null })).body).toMatchObject({ locale: null });
  const audited = "SELECT 1 FROM audit_entry WHERE action = 'user.language_changed' AND actor_id = $1";
  expect(await sql().rows(audited, [person.id])).toHaveLength(2);
});
