import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { routes } from "@/app/api/openapi.json/generated/routes";
import { sql } from "@/lib/db/transaction";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makePerson, TestBrowser, type TestPerson } from "@/lib/testing/people";

// Export and erasure of one's own account by the routes.
let environment: TestEnvironment;
beforeAll(async () => {
  environment = await openTestEnvironment();
});
afterAll(() => environment.close());

async function signedIn(person: TestPerson): Promise<TestBrowser> {
  const page = new TestBrowser(routes);
  expect((await page.signIn(person)).status).toBe(200);
  return page;
}

/** Makes the last confirmation older than step-up allows. */
const expireStepUp = (person: TestPerson) =>
  sql().run("UPDATE session SET auth_at = now() - interval '1 hour' WHERE user_id = $1", [person.id]);

describe("GET /api/account/export", () => {
  it("is a dated file, for those who confirmed lately", async () => {
    const person = await makePerson();
    const page = await signedIn(person);
    const answer = await page.call("GET /api/account/export");
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-disposition")).toBe(
      `attachment; filename="lightnode-account-${new Date().toISOString().slice(0, 10)}.json"`,
    );
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(answer.body.profile).toMatchObject({ id: person.id, email: person.email });
    await expireStepUp(person);
    expect(await page.call("GET /api/account/export")).toMatchObject({ status: 403, code: "step_up_required" });
  });
});

describe("DELETE /api/account", () => {
  it("needs a fresh confirmation and the password, and is the end of every session", async () => {
    const person = await makePerson();
    const [one, two] = [await signedIn(person), await signedIn(person)];
    await expireStepUp(person);
    const body = { password: person.password };
    expect(await one.call("DELETE /api/account", body)).toMatchObject({ status: 403, code: "step_up_required" });
    const confirmed = await one.call("POST /api/account/step-up", { method: "password", password: person.password });
    expect(confirmed.status).toBeLessThan(300);
    expect(await one.call("DELETE /api/account", { password: "wrong" })).toMatchObject({ code: "wrong_password" });
    const { status, headers } = await one.call("DELETE /api/account", body);
    expect(status).toBe(204);
    expect(headers.getSetCookie().filter((line) => line.includes("Max-Age=0"))).toHaveLength(2);
    expect((await two.call("GET /api/account/sessions")).status).toBe(401);
    expect(await new TestBrowser(routes).signIn(person)).toMatchObject({ status: 401 });
  });

  it("shows the last administrator what to do first", async () => {
    const admin = await makePerson("ADMIN");
    const page = await signedIn(admin);
    const answer = await page.call("DELETE /api/account", { password: admin.password });
    expect(answer).toMatchObject({ status: 409, code: "last_administrator" });
    expect(answer.body.detail).toContain("another user an administrator");
  });
});

describe("DELETE /api/admin/users/[id]", () => {
  it("deletes somebody else's account, and not one's own", async () => {
    const [admin, person] = [await makePerson("ADMIN"), await makePerson()];
    const [page, theirs] = [await signedIn(admin), await signedIn(person)];
    const erase = (id: string) => page.call("DELETE /api/admin/users/[id]", undefined, { params: { id } });
    expect(await erase(admin.id)).toMatchObject({ status: 409, code: "conflict" });
    expect((await erase(person.id)).status).toBe(204);
    expect((await theirs.call("GET /api/account/sessions")).status).toBe(401);
    expect((await erase(person.id)).status).toBe(404);
    await expireStepUp(admin);
    expect(await erase(person.id)).toMatchObject({ status: 403, code: "step_up_required" });
  });
});
