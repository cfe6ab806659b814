import { afterAll, beforeAll, expect, it } from "vitest";
import { migrate } from "@/lib/db/migrations/migrate";
import { testVariables } from "@/lib/testing/environment";
import { OwnPostgres } from "@/lib/testing/processes/own-postgres";
import { until } from "@/lib/testing/until";
import { database } from "../client";
import { sql } from "../transaction";
import { closeReplica, readSql, replicaState } from "./replica";

// A real streaming replica. Which server answered shows in `pg_is_in_recovery`.
const [origin, copy] = [new OwnPostgres(), new OwnPostgres()];
beforeAll(async () => {
  const url = await origin.start();
  await migrate(url, "prisma/migrations");
  await copy.copyFrom(origin);
  Object.assign(process.env, testVariables(url), { DATABASE_REPLICA_URL: await copy.start() });
}, 60_000);
afterAll(async () => {
  await closeReplica();
  await database().close();
  await copy.dispose();
  await origin.dispose();
});

const answersFromReplica = async () =>
  (await readSql().row<{ is: boolean }>("SELECT pg_is_in_recovery() AS is"))?.is === true;
const untilReplica = () => until("the replica", answersFromReplica);

it("reads from the database until the replica was seen to be close behind", async () => {
  expect(await answersFromReplica()).toBe(false);
  await untilReplica();
  expect(replicaState()?.lagMs).toBeLessThan(5_000);
});

it("sees there what was written, by statements and by Prisma Client", async () => {
  await sql().prisma.counter.create({ data: { name: "replica", label: "a", value: 7 } });
  await until("the row", async () => (await readSql().prisma.counter.count({ where: { name: "replica" } })) === 1);
  await untilReplica();
});

it("reads from the database while the replica is behind, and again from it when it has caught up", async () => {
  const { pool } = database();
  const pause = (paused: boolean) => readSql().rows(`SELECT pg_wal_replay_${paused ? "pause" : "resume"}()`);
  await untilReplica();
  await pause(true);
  // Something to lag behind.
  const writing = setInterval(() => {
    sql()
      .run("UPDATE counter SET value = value + 1")
      .catch(() => {});
  }, 200);
  try {
    await until("the lag", async () => !(await answersFromReplica()), 20_000);
    expect(await readSql().prisma.counter.count({ where: { name: "replica" } })).toBe(1);
  } finally {
    clearInterval(writing);
  }
  await copy.stop();
  await copy.start();
  await untilReplica();
  expect(pool.waitingCount).toBe(0);
}, 60_000);

it("reads from the database when the replica ends, without an error", async () => {
  await untilReplica();
  await copy.stop();
  // At once, while this process does not know it yet.
  expect(await answersFromReplica()).toBe(false);
  expect(await readSql().prisma.counter.count({ where: { name: "replica" } })).toBe(1);
  await until("the probe", async () => replicaState()?.lagMs === null);
});
