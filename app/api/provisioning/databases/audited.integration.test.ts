import { afterAll, beforeAll, expect, it } from "vitest";
import { routes } from "@/app/api/openapi.json/generated/routes";
import { sql } from "@/lib/db/transaction";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeProvider } from "@/lib/testing/hosted/make-provider";
import { makePerson, TestBrowser } from "@/lib/testing/people";

let environment: TestEnvironment;
beforeAll(async () => {
  environment = await openTestEnvironment();
  await makeProvider("postgresql");
});
afterAll(() => environment.close());

/** Ends what the request before began. */
async function settle(id: string, status: "active" | "failed" | "suspended"): Promise<void> {
  const finished = { finishedAt: new Date(), state: "succeeded" } as const;
  await sql().prisma.provisioningRun.updateMany({ where: { resourceId: id, finishedAt: null }, data: finished });
  await sql().prisma.hostedResource.update({ where: { id }, data: { status } });
}

it("audits each change of a database once, by whom it was made, and without a password", async () => {
  const ada = await makePerson();
  const page = new TestBrowser(routes);
  await page.signIn(ada);
  const made = await page.call("POST /api/provisioning/databases", { name: "Shop" });
  const id = String(made.body.id);
  const secrets = [made.body.password];
  const steps = [
    ["failed", "POST", "/retry", "database.retried"],
    ["active", "PATCH", "", "database.changed", { connectionLimit: 7 }],
    ["active", "GET", "/credentials", "database.credentials_revealed"],
    ["active", "POST", "/rotate-password", "database.password_rotated", {}],
    ["active", "POST", "/read-only-user", "database.reader_added"],
    ["active", "DELETE", "/read-only-user", "database.reader_removed"],
    ["active", "POST", "/dump", "database.dump_requested"],
    ["active", "POST", "/suspend", "database.suspended"],
    ["suspended", "POST", "/resume", "database.resumed"],
    ["active", "DELETE", "", "database.deleted"],
  ] as const;
  for (const [status, method, path, action, body] of steps) {
    await settle(id, status);
    const answer = await page.call(`${method} /api/provisioning/databases/[id]${path}`, body, { params: { id } });
    expect(answer.status, action).toBeLessThan(300);
    secrets.push(answer.body.password);
  }
  const entries = await sql().prisma.auditEntry.findMany({ where: { targetId: id }, orderBy: { id: "asc" } });
  expect(entries.map(({ action }) => action)).toEqual(["database.created", ...steps.map(([, , , action]) => action)]);
  expect(entries.every(({ actorId, targetKind }) => actorId === ada.id && targetKind === "database")).toBe(true);
  const passwords = secrets.filter((secret): secret is string => typeof secret === "string");
  expect(new Set(passwords).size).toBe(2);
  const details = JSON.stringify(entries.map(({ detail, before, after }) => ({ detail, before, after })));
  for (const password of passwords) expect(details).not.toContain(password);
  const kept = entries.filter((entry) => entry.class === "security").map(({ action }) => action);
  expect(kept).toEqual(["database.credentials_revealed", "database.password_rotated"]);
});
