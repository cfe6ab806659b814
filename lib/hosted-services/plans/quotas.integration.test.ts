import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { routes } from "@/app/api/openapi.json/generated/routes";
import { sql } from "@/lib/db/transaction";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeProvider } from "@/lib/testing/hosted/make-provider";
import { makePerson, TestBrowser, type TestPerson } from "@/lib/testing/people";

// Plans and the overview as a browser sees them. The provider does not exist: creates are only accepted here.
let environment: TestEnvironment;
let admin: TestBrowser;

beforeAll(async () => {
  environment = await openTestEnvironment();
  await makeProvider("postgresql");
  admin = await signedIn(await makePerson("ADMIN"));
});
afterAll(() => environment.close());

async function signedIn(person: TestPerson): Promise<TestBrowser> {
  const page = new TestBrowser(routes);
  expect((await page.signIn(person)).status).toBe(200);
  return page;
}

type Quota = { kind: string; used: number; max: number | null; source: string; ofRole: number | null };

const quotasOf = async (id: string) => {
  const answer = await admin.call("GET /api/admin/users/[id]/hosted-quotas", undefined, { params: { id } });
  return (answer.body.items as Quota[]).find(({ kind }) => kind === "database");
};
const setFor = (id: string, kind: string, max: number | null) =>
  admin.call("PUT /api/admin/users/[id]/hosted-quotas", { quotas: [{ kind, max }] }, { params: { id } });
const setForRole = (max: number | null) =>
  admin.call("PUT /api/admin/hosted-quotas", { quotas: [{ kind: "database", role: "USER", max }] });
const create = (page: TestBrowser) => page.call("POST /api/provisioning/databases", { name: "Shop" });

describe("the quota of hosted objects", () => {
  it("is the kind's, then the role's, then the person's, and each is taken back", async () => {
    const { id } = await makePerson();
    expect(await quotasOf(id)).toMatchObject({ used: 0, max: 5, source: "default", ofRole: 5 });
    expect((await setForRole(2)).status).toBe(200);
    expect(await quotasOf(id)).toMatchObject({ max: 2, source: "role", ofRole: 2 });
    expect((await setFor(id, "database", 0)).status).toBe(200);
    expect(await quotasOf(id)).toMatchObject({ max: 0, source: "person", ofRole: 2 });
    await setFor(id, "database", null);
    await setForRole(null);
    expect(await quotasOf(id)).toMatchObject({ max: 5, source: "default", ofRole: 5 });
  });

  it("limits creates at once, and takes nothing away", async () => {
    const person = await makePerson();
    const page = await signedIn(person);
    await setFor(person.id, "database", 1);
    expect((await create(page)).status).toBe(201);
    expect(await create(page)).toMatchObject({ status: 409, code: "hosted_quota_exceeded" });
    await setFor(person.id, "database", 0);
    const overview = await page.call("GET /api/provisioning/overview");
    const [databases] = overview.body.kinds as unknown[];
    expect(databases).toMatchObject({ kind: "database", used: 1, max: 0, byStatus: { provisioning: 1 } });
  });

  it("does not limit staff, unless they have their own", async () => {
    const { id } = await makePerson("MANAGER");
    expect(await quotasOf(id)).toMatchObject({ max: null, ofRole: null });
    await setFor(id, "database", 3);
    expect(await quotasOf(id)).toMatchObject({ max: 3, source: "person", ofRole: null });
  });

  it("refuses kinds that do not exist, and limits that are none, and changes nothing then", async () => {
    const { id } = await makePerson();
    const quotas = [
      { kind: "database", max: 9 },
      { kind: "castle", max: 1 },
    ];
    const unknown = await admin.call("PUT /api/admin/users/[id]/hosted-quotas", { quotas }, { params: { id } });
    expect(unknown).toMatchObject({ status: 422, code: "validation_failed" });
    expect(unknown.body.errors).toEqual([{ path: "quotas.1.kind", message: expect.stringContaining("database") }]);
    expect((await setFor(id, "database", -1)).status).toBe(422);
    expect(await quotasOf(id)).toMatchObject({ max: 5, source: "default" });
  });

  it("is recorded in the audit log", async () => {
    const { id } = await makePerson();
    await setFor(id, "database", 7);
    const where = { action: "hosted_quota.changed", targetId: id };
    expect(await sql().prisma.auditEntry.findFirst({ where })).toMatchObject({
      detail: { quotas: [{ kind: "database", max: 7 }] },
    });
  });
});

describe("the overview", () => {
  it("names what failed and what is nearly full, with the page to open, and nothing of others", async () => {
    const person = await makePerson();
    const page = await signedIn(person);
    const failed = String((await create(page)).body.id);
    const full = String((await create(page)).body.id);
    const fine = String((await create(page)).body.id);
    await create(await signedIn(await makePerson()));
    const failure = { failureCode: "provider_refused", failureMessage: "The provider refused it." };
    await sql().prisma.hostedResource.update({ where: { id: failed }, data: { status: "failed", ...failure } });
    await setSize(full, 95);
    await setSize(fine, 80);
    const { body } = await page.call("GET /api/provisioning/overview");
    expect(body.attention).toEqual([
      { id: failed, kind: "database", name: "Shop", href: `/databases/${failed}`, reason: "The provider refused it." },
      {
        id: full,
        kind: "database",
        name: "Shop",
        href: `/databases/${full}`,
        reason: expect.stringMatching(/^Nearly/),
      },
    ]);
  });
});

describe("the figures for Prometheus", () => {
  it("count objects by kind and state, with a 0 where there is none, and services that answer", async () => {
    const headers = { authorization: "Bearer test-metrics-token" };
    const before = await scrape(headers);
    expect(before).toMatch(/^hosted_objects\{kind="dns-zone",status="failed"\} 0$/m);
    expect(before).toMatch(/^hosted_provider_up\{provider="prv_\w+",name="prv_\w+",kind="postgresql"\} 1$/m);
    expect(before).toMatch(/^hosted_drift\{type="orphan"\} 0$/m);
    const count = Number(/^hosted_objects\{kind="database",status="provisioning"\} (\d+)$/m.exec(before)?.[1]);
    await create(await signedIn(await makePerson()));
    expect(await scrape(headers)).toContain(`hosted_objects{kind="database",status="provisioning"} ${count + 1}\n`);
  });
});

async function scrape(headers: Record<string, string>): Promise<string> {
  const { body } = await admin.call("GET /api/metrics", undefined, { headers });
  return String(body.text);
}

const setSize = (id: string, percent: number) =>
  sql().prisma.hostedDatabase.update({
    where: { id },
    data: { maxSizeMb: 100, sizeBytes: BigInt(percent * 1024 * 1024) },
  });
