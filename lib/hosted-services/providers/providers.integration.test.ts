import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { routes } from "@/app/api/openapi.json/generated/routes";
import type { Actor } from "@/lib/access/actor";
import { newId } from "@/lib/core/ids";
import { createLogger } from "@/lib/core/log";
import { sql } from "@/lib/db/transaction";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeUser } from "@/lib/testing/fixtures";
import { makeProvider } from "@/lib/testing/hosted/make-provider";
import { TenantServer } from "@/lib/testing/hosted/tenant-server";
import { makePerson, TestBrowser, type TestPerson } from "@/lib/testing/people";
import { createDatabase } from "../databases/create-database";
import { checkProvidersJob } from "../jobs/check-providers";

const server = new TenantServer();
const secret = "provider-secret-word";
let environment: TestEnvironment;
let admin: TestBrowser;
let administrator: TestPerson;
let customer: Actor;
let connection: { url: string; publicHost: string; publicPort: number };

beforeAll(async () => {
  environment = await openTestEnvironment();
  await server.start();
  await server.asSuperuser(
    `ALTER ROLE provider PASSWORD '${secret}'`,
    `CREATE ROLE powerless LOGIN PASSWORD '${secret}'`,
    "GRANT CONNECT ON DATABASE postgres TO powerless",
  );
  connection = { ...server.connection(), url: urlOf({ password: secret }) };
  administrator = await makePerson("ADMIN");
  admin = new TestBrowser(routes);
  await admin.signIn(administrator);
  customer = await makeUser();
});
afterEach(async () => {
  await sql().prisma.hostedResource.deleteMany();
  await sql().prisma.hostedProvider.deleteMany();
});
afterAll(async () => {
  await environment.close();
  await server.dispose();
});

function urlOf(parts: Partial<Pick<URL, "username" | "password" | "port">>): string {
  const url = new URL(server.url);
  Object.assign(url, parts);
  return url.toString();
}

let names = 0;
const bodyOf = (more: object = {}) => {
  names += 1;
  return { kind: "postgresql", name: `Server ${names}`, mode: "external", connection: { ...connection, ...more } };
};
const create = (more: object = {}) => admin.call("POST /api/admin/providers", bodyOf(more));
async function connected(): Promise<string> {
  const { status, body } = await create();
  expect(status).toBe(202);
  // What a form shows of it; the URL has the password.
  const { publicHost, publicPort } = server.connection();
  expect(body.connection).toEqual({ publicHost, publicPort });
  return String(body.id);
}
const change = (id: string, body: object) => admin.call("PATCH /api/admin/providers/[id]", body, { params: { id } });
const remove = (id: string) => admin.call("DELETE /api/admin/providers/[id]", undefined, { params: { id } });
const stored = (id: string) => sql().prisma.hostedProvider.findUniqueOrThrow({ where: { id } });
const wanted = { name: "Shop", connectionLimit: 5, extensions: [] };

/** The newest entry of the audit log about this provider. */
const lastEntry = (targetId: string) =>
  sql().prisma.auditEntry.findFirst({ where: { targetId }, orderBy: { id: "desc" } });

describe("a connection is refused, and nothing is stored", () => {
  const cases: [string, () => object, RegExp][] = [
    ["where nothing listens", () => ({ url: urlOf({ port: "1", password: secret }) }), /ECONNREFUSED/],
    ["with a wrong password", () => ({ url: urlOf({ password: "wrong" }) }), /password authentication failed/],
    [
      "of a role that may not create",
      () => ({ url: urlOf({ username: "powerless", password: secret }) }),
      /CREATEDB and CREATEROLE/,
    ],
    ["with a port that is none", () => ({ url: `postgresql://provider:${secret}@127.0.0.1:99999/postgres` }), /./],
  ];
  it.each(cases)("%s", async (_what, parts, reason) => {
    const answer = await create(parts());
    expect(answer).toMatchObject({ status: 422, body: { detail: expect.stringMatching(reason) } });
    expect(JSON.stringify(answer.body)).not.toContain(secret);
    expect(await sql().prisma.hostedProvider.count()).toBe(0);
  });

  it("whose fields are wrong, each beside its name", async () => {
    const answer = await create({ url: "mysql://x", publicHost: "", publicPort: 0, more: 1 });
    expect(answer.code).toBe("validation_failed");
    const errors = answer.body.errors as { path: string }[];
    expect(errors.map(({ path }) => path)).toEqual(
      expect.arrayContaining(["connection.url", "connection.publicHost", "connection.publicPort"]),
    );
    expect((await admin.call("POST /api/admin/providers", { ...bodyOf(), kind: "oracle" })).body.errors).toMatchObject([
      { path: "kind" },
    ]);
  });
});

describe("a provider", () => {
  it("is created, shown and listed without its connection, which is encrypted", async () => {
    const made = await create();
    expect(made).toMatchObject({ status: 202, body: { accepting: true, health: { state: "healthy" }, resources: 0 } });
    const id = String(made.body.id);
    const shown = await admin.call("GET /api/admin/providers/[id]", undefined, { params: { id } });
    const listed = await admin.call("GET /api/admin/providers");
    const kinds = await admin.call("GET /api/admin/provider-kinds");
    for (const { body } of [made, shown, listed, kinds]) {
      expect(JSON.stringify(body)).not.toContain(secret);
      expect(JSON.stringify(body)).not.toMatch(/sealed/i);
    }
    expect(Object.values(await stored(id)).join()).not.toContain(secret);
    expect(await lastEntry(id)).toMatchObject({ action: "provider.created", actorId: administrator.id });
  });

  it("has a name of its own", async () => {
    const body = bodyOf();
    await admin.call("POST /api/admin/providers", body);
    expect(await admin.call("POST /api/admin/providers", body)).toMatchObject({ status: 409, code: "name_taken" });
    const other = await connected();
    expect(await change(other, { name: body.name })).toMatchObject({ code: "name_taken" });
  });

  it("keeps its connection when a new one does not work, and takes one that does", async () => {
    const id = await connected();
    const before = await stored(id);
    const refused = await change(id, {
      name: "Moved",
      connection: { ...connection, url: urlOf({ password: "wrong" }) },
    });
    expect(refused).toMatchObject({ status: 422, code: "connection_failed" });
    expect(await stored(id)).toEqual(before);
    const moved = { ...connection, publicHost: "db.example.net" };
    const changed = await change(id, { name: "Moved", connection: moved });
    expect(changed).toMatchObject({ status: 200, body: { name: "Moved", endpoints: [{ host: "db.example.net" }] } });
    expect(JSON.stringify(changed.body)).not.toContain(secret);
    expect((await stored(id)).connectionSealed).not.toBe(before.connectionSealed);
    const entry = await lastEntry(id);
    expect(entry).toMatchObject({ action: "provider.changed", actorId: administrator.id });
    expect(JSON.stringify(entry?.detail)).toBe('{"fields":["name","connection"]}');
  });

  it("that is closed takes no new objects, until it is open again", async () => {
    const id = await connected();
    await change(id, { accepting: false });
    await expect(createDatabase(customer, wanted)).rejects.toMatchObject({ code: "no_provider" });
    await expect(createDatabase(customer, { ...wanted, provider: id })).rejects.toMatchObject({
      code: "validation_failed",
    });
    await change(id, { accepting: true });
    expect((await createDatabase(customer, wanted)).provider.id).toBe(id);
  });

  it("is chosen by health, then by the number of its objects", async () => {
    const [first, second] = [await connected(), await connected()];
    const chosen = async () => (await createDatabase(await makeUser(), wanted)).provider.id;
    expect([await chosen(), await chosen()].sort()).toEqual([first, second].sort());
    await sql().prisma.hostedProvider.update({ where: { id: first }, data: { healthError: "down" } });
    expect([await chosen(), await chosen()]).toEqual([second, second]);
  });

  it("is not deleted while customers have something on it", async () => {
    const id = await connected();
    await createDatabase(customer, wanted);
    expect(await remove(id)).toMatchObject({ status: 409, code: "provider_in_use" });
    expect((await stored(id)).id).toBe(id);
    await sql().prisma.hostedResource.deleteMany();
    expect(await remove(id)).toMatchObject({ status: 200, body: { status: "deleted" } });
    expect(await sql().prisma.hostedProvider.count()).toBe(0);
    expect(await lastEntry(id)).toMatchObject({ action: "provider.deleted", actorId: administrator.id });
  });

  it("that does not exist is not found", async () => {
    expect(await remove(newId("provider"))).toMatchObject({ status: 404, code: "not_found" });
  });
});

describe("the health of providers", () => {
  const lines: string[] = [];
  const log = createLogger("test", "trace", { write: (line) => lines.push(line) });
  const check = () => checkProvidersJob.run({ log, signal: AbortSignal.timeout(20_000) });
  const healthOf = async (id: string) =>
    (await admin.call("GET /api/admin/providers/[id]", undefined, { params: { id } })).body.health;

  it("is recorded as up and down, also when one of several does not answer", async () => {
    const [up, down] = [await connected(), await makeProvider("postgresql")];
    expect(await healthOf(down)).toEqual({ state: "unknown", error: null, checkedAt: null });
    await check();
    expect(await healthOf(up)).toMatchObject({ state: "healthy", error: null });
    expect(await healthOf(down)).toMatchObject({ state: "unhealthy", error: expect.stringMatching(/ECONNREFUSED/) });
    expect(lines.join()).toContain(down);
    const test = (id: string) => admin.call("POST /api/admin/providers/[id]/test", undefined, { params: { id } });
    expect(await test(down)).toMatchObject({ status: 422, code: "connection_failed" });
    expect(await test(up)).toMatchObject({ status: 200, body: { version: expect.stringMatching(/^\d+/) } });
  });

  it("comes back when the server does", async () => {
    const id = await connected();
    await server.stop();
    await check();
    expect(await healthOf(id)).toMatchObject({ state: "unhealthy" });
    await server.start();
    await server.asSuperuser(`ALTER ROLE provider PASSWORD '${secret}'`);
    await check();
    expect(await healthOf(id)).toMatchObject({ state: "healthy", error: null });
  });

  it("says nothing of the connection in the log, nor does the audit log", async () => {
    await connected();
    await server.asSuperuser("ALTER ROLE provider PASSWORD 'changed'");
    await check();
    await server.asSuperuser(`ALTER ROLE provider PASSWORD '${secret}'`);
    expect(lines.join()).toMatch(/password authentication failed/);
    expect(lines.join()).not.toContain(secret);
    const entries = await sql().prisma.auditEntry.findMany();
    expect(entries.length).toBeGreaterThan(5);
    expect(JSON.stringify(entries.map(({ detail }) => detail))).not.toContain(secret);
  });
});
