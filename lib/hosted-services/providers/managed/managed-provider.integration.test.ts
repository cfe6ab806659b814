import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { Client } from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { sql } from "@/lib/db/transaction";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeNode, makeUser } from "@/lib/testing/fixtures";
import { freePortRange } from "@/lib/testing/free-port-range";
import { makeProvider } from "@/lib/testing/hosted/make-provider";
import { query } from "@/lib/testing/hosted/tenant-server";
import { untilHosted, untilHostedGone } from "@/lib/testing/hosted/until-hosted";
import { until } from "@/lib/testing/until";
import { realEngine, residue, startWorkerKit, sweepEngine, untilIdle, type WorkerKit } from "@/lib/testing/worker-kit";
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
import { resizeService } from "./resize-service";
import { restartService } from "./restart-service";

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

  expect(await realEngine().inspect(id)).toMatchObject({ status: "running" });
  expect(await restartService(admin, id)).toMatchObject({ status: "provisioning" });
  await expect(restartService(admin, id)).rejects.toMatchObject({ code: "hosted_busy" });
  await expect(resizeService(admin, id, { memory: 1 })).rejects.toMatchObject({ code: "hosted_busy" });
  await untilIdle(id);
  expect(await query(created.url, "SELECT * FROM kept")).toEqual([]);

  await checkResize(id);
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

async function checkResize(id: string): Promise<void> {
  const capacity = () =>
    sql().prisma.node.findUniqueOrThrow({
      where: { id: nodeId },
      select: { reservedMemoryMb: true, reservedCpuMilli: true, reservedDiskMb: true },
    });
  const limits = async () => {
    const { stdout } = await promisify(execFile)("/usr/bin/docker", [
      ...["inspect", "--format", "{{.HostConfig.Memory}} {{.HostConfig.NanoCpus}}", id],
    ]);
    return stdout.trim();
  };
  const before = await capacity();
  const startedAt = (await realEngine().inspect(id))?.startedAt;
  expect((await resizeService(admin, id, { diskSpace: 2 })).managed?.size).toMatchObject({ diskSpace: 2 });
  expect((await realEngine().inspect(id))?.startedAt).toEqual(startedAt);
  await resizeService(admin, id, { memory: 0.75, cpu: 0.5 });
  await untilIdle(id);
  expect(await limits()).toBe(`${768 * 1024 * 1024} 500000000`);
  expect((await getProvider(admin, id)).managed?.size).toEqual({ memory: 0.75, diskSpace: 2, cpu: 0.5 });
  const after = await capacity();
  expect({
    memory: after.reservedMemoryMb - before.reservedMemoryMb,
    disk: after.reservedDiskMb - before.reservedDiskMb,
    cpu: after.reservedCpuMilli - before.reservedCpuMilli,
  }).toEqual({ memory: 256, disk: 1024, cpu: -500 });
  const { memoryMb } = await sql().prisma.node.findUniqueOrThrow({ where: { id: nodeId } });
  await sql().prisma.node.update({ where: { id: nodeId }, data: { memoryMb: 1024 } });
  await expect(resizeService(admin, id, { memory: 1024 })).rejects.toMatchObject({ code: "no_capacity" });
  await sql().prisma.node.update({ where: { id: nodeId }, data: { memoryMb } });
  const external = await makeProvider("postgresql");
  await expect(resizeService(admin, external, { memory: 1 })).rejects.toMatchObject({ code: "validation_failed" });
  await expect(restartService(admin, external)).rejects.toMatchObject({ code: "validation_failed" });
  await sql().prisma.hostedProvider.delete({ where: { id: external } });
  const audited = await sql().prisma.auditEntry.findMany({
    where: { targetId: id, action: { in: ["provider.restarted", "provider.resized"] }, outcome: "success" },
    orderBy: { id: "asc" },
  });
  expect(audited.map(({ action }) => action).sort()).toEqual([
    "provider.resized",
    "provider.resized",
    "provider.restarted",
  ]);
  // One that has stopped is started.
  await realEngine().stop(id, 20);
  await until("it to be known as stopped", async () => (await getProvider(admin, id)).status === "failed", 90_000);
  await restartService(admin, id);
  await untilIdle(id);
  expect(await getProvider(admin, id)).toMatchObject({ status: "active", health: { state: "healthy" } });
}

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

it("standard ports are refused for a kind that has none, and nothing is made", async () => {
  const input = { kind: "postgresql", name: "Standard", mode: "managed" as const, standardPorts: true };
  const refusal = { code: "validation_failed", errors: [{ path: "standardPorts" }] };
  await expect(createProvider(admin, input)).rejects.toMatchObject(refusal);
  expect(await sql().prisma.hostedProvider.count()).toBe(0);
});

it("a server that cannot be placed leaves nothing", async () => {
  const input = { kind: "postgresql", name: "Huge", mode: "managed" as const, memory: 1024 };
  await sql().prisma.node.updateMany({ data: { memoryMb: 1024 } });
  await expect(createProvider(admin, input)).rejects.toMatchObject({ code: "no_capacity" });
  expect(await sql().prisma.hostedProvider.count()).toBe(0);
});
