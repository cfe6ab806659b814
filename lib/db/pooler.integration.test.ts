import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { routes } from "@/app/api/openapi.json/generated/routes";
import { sealChains } from "@/lib/audit/chain/seal-chains";
import { verifyAudit } from "@/lib/audit/chain/verify-chain";
import { readWitness, witnessFile } from "@/lib/audit/chain/witness";
import { makeBackup } from "@/lib/backups/testing/backup-kit";
import { callRoute, signedIn } from "@/lib/testing/call-route";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeUser } from "@/lib/testing/fixtures";
import { type Pgbouncer, startPgbouncer } from "@/lib/testing/processes/pgbouncer";
import { until } from "@/lib/testing/until";
import { database, directDatabaseUrl } from "./client";
import { DatabaseListener } from "./database-listener";
import { sql, transaction } from "./transaction";

// The panel behind PgBouncer in transaction mode: three connections to PostgreSQL for all its transactions.
const folder = mkdtempSync(path.join(tmpdir(), "pooler-"));
let environment: TestEnvironment;
let pooler: Pgbouncer;
beforeAll(async () => {
  environment = await openTestEnvironment({ DATA_DIR: folder });
  pooler = await startPgbouncer(environment.databaseUrl, 3);
  Object.assign(process.env, { DATABASE_URL: pooler.url, DATABASE_DIRECT_URL: environment.databaseUrl });
  expect(directDatabaseUrl()).toBe(environment.databaseUrl);
});
afterAll(async () => {
  await environment.close();
  pooler.stop();
  rmSync(folder, { recursive: true });
});

it("runs statements and transactions of both kinds on connections that change", async () => {
  const backends = new Set<number>();
  const counts = await Promise.all(
    Array.from({ length: 60 }, (_, number) =>
      transaction(async (tx) => {
        const row = await tx.row<{ pid: number }>("SELECT pg_backend_pid() AS pid");
        backends.add(row?.pid ?? 0);
        await tx.prisma.counter.create({ data: { name: "pooler", label: String(number), value: number } });
        return tx.prisma.counter.count({ where: { name: "pooler", label: String(number) } });
      }),
    ),
  );
  expect(counts).toEqual(Array.from({ length: 60 }, () => 1));
  expect(backends.size).toBeLessThanOrEqual(3);
  await expect(
    transaction(async (tx) => {
      await tx.prisma.counter.deleteMany({ where: { name: "pooler" } });
      throw new Error("undone");
    }),
  ).rejects.toThrow("undone");
  expect(await sql().prisma.counter.count({ where: { name: "pooler" } })).toBe(60);
});

it("receives notifications past the pooler", async () => {
  const listener = new DatabaseListener({ databaseUrl: directDatabaseUrl(), log: undefined });
  const received: string[] = [];
  listener.subscribe("pooler_probe", { onNotice: (text) => received.push(text) });
  await listener.start();
  await until("the listener", async () => listener.isListening);
  const text = randomUUID();
  await sql().rows("SELECT pg_notify('pooler_probe', $1)", [text]);
  await until("the notification", async () => received.includes(text));
  await listener.stop();
});

it("answers requests of the API, 40 at a time, and verifies the audit log under its lock", async () => {
  const cookie = await signedIn(await makeUser("ADMIN"));
  const paths = ["GET /api/servers", "GET /api/admin/audit", "GET /api/admin/jobs", "GET /api/admin/database"];
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, number) => callRoute(routes, { to: paths[number % paths.length] ?? "", cookie })),
  );
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 40 }, () => 200));
  await sealChains({ witnessFile: witnessFile() });
  expect(await verifyAudit({ witness: readWitness(witnessFile()) })).toMatchObject({ ok: true });
  expect(database().pool.waitingCount).toBe(0);
});

it("writes a backup under its lock, past the pooler", async () => {
  expect(await makeBackup({}, { wantsCheck: false })).toMatchObject({ state: "written", error: null });
});
