import { afterAll, beforeAll, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { createLogger } from "@/lib/core/log";
import { sql } from "@/lib/db/transaction";
import { closeJobQueue } from "@/lib/jobs/job-queue";
import { JobWorker } from "@/lib/jobs/job-worker";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeUser } from "@/lib/testing/fixtures";
import { connectTenants } from "@/lib/testing/hosted/connect-tenants";
import { query, TenantServer } from "@/lib/testing/hosted/tenant-server";
import { untilHosted, untilHostedGone } from "@/lib/testing/hosted/until-hosted";
import { startWorkerKit, type WorkerKit } from "@/lib/testing/worker-kit";
import { deleteDatabase, revealCredentials } from "../databases/change-database";
import { createDatabase } from "../databases/create-database";
import { databaseKind } from "../databases/database";
import { getDatabase } from "../databases/queries";
import { reconcileJob } from "../jobs/reconcile";
import { actOnDrift } from "./act-on-drift";
import type { DriftAction } from "./contract";
import { listDrift } from "./list-drift";

const server = new TenantServer();
const log = createLogger("test", "silent");
let environment: TestEnvironment;
let kit: WorkerKit;
let owner: Actor;
let admin: Actor;
let providerId: string;

beforeAll(async () => {
  environment = await openTestEnvironment();
  await server.start();
  providerId = await connectTenants(server);
  kit = await startWorkerKit({ resources: [databaseKind] });
  // It makes the queue. The tests run the job themselves.
  const jobs = new JobWorker({ jobs: [reconcileJob], log });
  await jobs.start();
  await jobs.stop();
  owner = await makeUser();
  admin = await makeUser("ADMIN");
});
afterAll(async () => {
  await kit.stop();
  await closeJobQueue();
  await environment.close();
  await server.dispose();
});

async function make() {
  const created = await createDatabase(owner, { name: "Shop", connectionLimit: 5, extensions: [] });
  await untilHosted(created.id, "active");
  return created;
}

async function drift() {
  await reconcileJob.run({ log, signal: AbortSignal.timeout(30_000) });
  return (await listDrift(admin, providerId, { limit: 100 })).items;
}

async function act(action: DriftAction): Promise<void> {
  const [item] = (await listDrift(admin, providerId, { limit: 100 })).items;
  await actOnDrift(admin, { providerId, itemId: item?.id ?? "" }, action, log);
}

async function remove(id: string): Promise<void> {
  await deleteDatabase(owner, id);
  await untilHostedGone(id);
  expect(await drift()).toEqual([]);
  expect(await server.residue()).toEqual([]);
}

/** Forgets the object in the panel only, as a restored backup would. */
const forget = (id: string) => sql().prisma.hostedResource.deleteMany({ where: { id } });

it("finds nothing where both sides are equal", async () => {
  const { id } = await make();
  expect(await drift()).toEqual([]);
  await remove(id);
});

it("an orphan is found and removed", async () => {
  const { id } = await make();
  await forget(id);
  expect(await drift()).toMatchObject([{ type: "orphan", resourceId: id, actions: ["adopt", "remove"] }]);
  await act("remove");
  expect(await drift()).toEqual([]);
  expect(await server.residue()).toEqual([]);
});

it("an orphan is adopted, keeps its rows, and gets a new password", async () => {
  const { id, url } = await make();
  await query(url, "CREATE TABLE kept (id int)");
  await forget(id);
  await drift();
  await act("adopt");
  await untilHosted(id, "active");
  const adopted = await revealCredentials(admin, id);
  expect(await query(adopted.url, "SELECT * FROM kept")).toEqual([]);
  await expect(query(url, "SELECT 1")).rejects.toThrow(/password authentication failed/);
  expect(await drift()).toEqual([]);
  await deleteDatabase(admin, id);
  await untilHostedGone(id);
  expect(await server.residue()).toEqual([]);
});

it("a ghost is created again", async () => {
  const { id, database, username, url } = await make();
  await server.asSuperuser(`DROP DATABASE ${database} WITH (FORCE)`, `DROP ROLE ${username}`);
  expect(await drift()).toMatchObject([{ type: "ghost", resourceId: id, actions: ["repair", "remove"] }]);
  await act("repair");
  await untilHosted(id, "active");
  expect(await query(url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  await remove(id);
});

it("a ghost is removed from the panel", async () => {
  const { id, database, username } = await make();
  await server.asSuperuser(`DROP DATABASE ${database} WITH (FORCE)`, `DROP ROLE ${username}`);
  await drift();
  await act("remove");
  await untilHostedGone(id);
  expect(await drift()).toEqual([]);
});

it("a difference is repaired, or adopted", async () => {
  const { id, username, database } = await make();
  const differ = () => server.asSuperuser(`ALTER ROLE ${username} CONNECTION LIMIT 77`);
  await differ();
  expect(await drift()).toMatchObject([
    { type: "difference", detail: "The limit is 77 connections instead of 5.", actions: ["repair", "adopt"] },
  ]);
  await act("repair");
  await untilHosted(id, "active");
  expect(await drift()).toEqual([]);
  await differ();
  await drift();
  await act("adopt");
  await untilHosted(id, "active");
  expect(await getDatabase(owner, id)).toMatchObject({ connectionLimit: 77 });
  expect(await drift()).toEqual([]);

  // What the panel must never leave as it is: a database that everybody can connect to.
  await server.asSuperuser(`GRANT CONNECT ON DATABASE ${database} TO PUBLIC`);
  expect(await drift()).toMatchObject([{ detail: "Every user of the server can connect to it." }]);
  await act("repair");
  await untilHosted(id, "active");
  await remove(id);
});

it("refuses an action that the type does not have, and one that is over", async () => {
  const { id } = await make();
  await forget(id);
  const [item] = await drift();
  const ids = { providerId, itemId: item?.id ?? "" };
  await expect(actOnDrift(admin, ids, "repair", log)).rejects.toMatchObject({ code: "validation_failed" });
  await expect(actOnDrift(owner, ids, "remove", log)).rejects.toMatchObject({ code: "forbidden" });
  await actOnDrift(admin, ids, "remove", log);
  await drift();
  await expect(actOnDrift(admin, ids, "remove", log)).rejects.toMatchObject({ code: "not_found" });
});

it("says nothing about an object while its run is in progress", async () => {
  await kit.stop();
  const { id } = await createDatabase(owner, { name: "Late", connectionLimit: 5, extensions: [] });
  expect(await drift()).toEqual([]);
  kit = await startWorkerKit({ resources: [databaseKind] });
  await untilHosted(id, "active");
  await remove(id);
});
