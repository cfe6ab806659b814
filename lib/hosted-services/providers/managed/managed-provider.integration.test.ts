import { Client } from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { systemActor } from "@/lib/access/actor";
import { sql, transaction } from "@/lib/db/transaction";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeNode, makeUser } from "@/lib/testing/fixtures";
import { freePortRange } from "@/lib/testing/free-port-range";
import { query } from "@/lib/testing/hosted/tenant-server";
import { untilHosted, untilHostedGone } from "@/lib/testing/hosted/until-hosted";
import { until } from "@/lib/testing/until";
import { realEngine, residue, startWorkerKit, sweepEngine, untilIdle, type WorkerKit } from "@/lib/testing/worker-kit";
import { findWorkload } from "@/lib/workloads/load-workload";
import { enqueueRun } from "@/lib/workloads/runs/runs";
import { deleteDatabase, revealCredentials, updateDatabase } from "../../databases/change-database";
import { createDatabase } from "../../databases/create-database";
import { databaseKind } from "../../databases/database";
import { managedPostgresql } from "../../databases/postgresql/postgresql-server";
import { getFigures } from "../../databases/queries";
import { createProvider } from "../create-provider";
import { deleteProvider } from "../delete-provider";
import { getProvider, listProviders } from "../list-providers";
import { testProvider } from "../test-provider";
import { updateProvider } from "../update-provider";

let environment: TestEnvironment;
let kit: WorkerKit;
let admin: Actor;
let nodeId: string;

beforeAll(async () => {
  environment = await openTestEnvironment();
  nodeId = await makeNode(await freePortRange(10));
  kit = await startWorkerKit({ kinds: [managedPostgresql.workload], resources: [databaseKind], watchNode: nodeId });
  admin = await makeUser("ADMIN");
});
afterAll(async () => {
  await kit.stop();
  await sweepEngine();
  await environment.close();
});

async function untilActive(id: string): Promise<void> {
  await until("the run to end", async () => (await getProvider(admin, id)).status !== "provisioning", 120_000);
  const row = await sql().prisma.workload.findUnique({ where: { id } });
  expect(row).toMatchObject({ status: "online", failureMessage: null });
  await untilIdle(id);
}

it("a PostgreSQL server is run, used, restarted with its data, and removed without a trace", async () => {
  const before = await residue();
  const input = { kind: "postgresql", name: "Own", mode: "managed" as const, nodeId, memory: 0.5, diskSpace: 1 };
  const { id, status, mode } = await createProvider(admin, input);
  expect({ status, mode }).toEqual({ status: "provisioning", mode: "managed" });
  await untilActive(id);
  expect(await getProvider(admin, id)).toMatchObject({ health: { state: "healthy" } });
  expect((await testProvider(admin, id)).version).toMatch(/^18\./);

  const owner = await makeUser();
  const created = await createDatabase(owner, { name: "Shop", connectionLimit: 5, extensions: ["pgcrypto"] });
  await untilHosted(created.id, "active");
  await query(created.url, "CREATE TABLE kept (id int)");
  const encrypted = { connectionString: created.url, ssl: { rejectUnauthorized: false } };
  const client = new Client(encrypted);
  await client.connect();
  expect((await client.query("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")).rows).toEqual([
    { ssl: true },
  ]);
  await client.end();
  expect((await revealCredentials(owner, created.id)).psql).toContain("PGSSLMODE=require");
  await updateDatabase(owner, created.id, { allowedNetworks: ["198.51.100.0/24"] });
  await untilHosted(created.id, "active");
  await expect(query(created.url, "SELECT 1")).rejects.toThrow(/are not allowed/);
  await updateDatabase(owner, created.id, { allowedNetworks: [] });
  await untilHosted(created.id, "active");
  await query(created.url, "SELECT count(*) FROM kept WHERE id = 4711");
  expect((await getFigures(owner, created.id)).statements).toContainEqual(
    expect.objectContaining({ text: "SELECT count(*) FROM kept WHERE id = $1", calls: 1 }),
  );
  const superuser = new URL(created.url);
  Object.assign(superuser, { username: "postgres", password: "postgres", pathname: "/postgres" });
  await expect(query(superuser.toString(), "SELECT 1")).rejects.toThrow(/pg_hba.conf rejects/);

  const state = await realEngine().inspect(id);
  expect(state).toMatchObject({ status: "running" });
  const workload = await findWorkload(sql(), id);
  if (!workload) throw new Error("the workload is missing");
  const restart = { resource: workload, nodeId: workload.nodeId, kind: "restart", actor: systemActor };
  await transaction((tx) => enqueueRun(tx, managedPostgresql.workload, restart));
  await untilIdle(id);
  expect(await query(created.url, "SELECT * FROM kept")).toEqual([]);

  await expect(deleteProvider(admin, id)).rejects.toMatchObject({ code: "provider_in_use" });
  await expect(updateProvider(admin, id, { connection: {} })).rejects.toMatchObject({ code: "validation_failed" });
  await deleteDatabase(owner, created.id);
  await untilHostedGone(created.id);
  expect(await deleteProvider(admin, id)).toEqual({ status: "deleting" });
  await until(
    "the provider to be gone",
    async () => (await sql().prisma.hostedProvider.count({ where: { id } })) === 0,
  );
  await untilIdle(id);
  expect(await residue()).toEqual(before);
}, 240_000);

it("says why it failed, which its health does not", async () => {
  const { id } = await createProvider(admin, { kind: "postgresql", name: "Broken", mode: "managed" as const });
  await untilIdle(id);
  const failed = { status: "failed" as const, failureMessage: "The program stopped while starting." };
  await sql().prisma.workload.update({ where: { id }, data: failed });
  await sql().prisma.hostedProvider.update({ where: { id }, data: { healthError: "connect ECONNREFUSED" } });
  const { items } = await listProviders(admin, { limit: 10 });
  expect(items[0]).toMatchObject({ status: "failed", health: { state: "unhealthy", error: failed.failureMessage } });
  await deleteProvider(admin, id);
  await until(
    "the provider to be gone",
    async () => (await sql().prisma.hostedProvider.count({ where: { id } })) === 0,
  );
}, 120_000);

it("a server that cannot be placed leaves nothing", async () => {
  const input = { kind: "postgresql", name: "Huge", mode: "managed" as const, memory: 1024 };
  await sql().prisma.node.updateMany({ data: { memoryMb: 1024 } });
  await expect(createProvider(admin, input)).rejects.toMatchObject({ code: "no_capacity" });
  expect(await sql().prisma.hostedProvider.count()).toBe(0);
});
