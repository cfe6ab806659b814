import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { database, openDatabase } from "./client";
import { brokenConstraint, connectionFailure, isDatabaseUnavailable, isTransientConflict } from "./errors";
import { sql, type Tx, transaction } from "./transaction";

let environment: TestEnvironment;
beforeAll(async () => {
  environment = await openTestEnvironment();
});
afterAll(() => environment.close());

const ids = { region: (n: number) => `reg_${String(n).padStart(26, "0")}` };
const region = (n: number) => ({ id: ids.region(n), slug: `region-${n}`, name: `Region ${n}` });
const stop = new Error("stop");
const processOf = async (tx: Tx) => (await tx.row<{ pid: number }>("SELECT pg_backend_pid() AS pid"))?.pid;
const caught = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

/** Connections that are open and in no transaction. */
async function expectNothingOpen(): Promise<void> {
  const { pool } = database();
  expect(pool.totalCount - pool.idleCount).toBe(0);
  const open = await sql().row<{ n: number }>(
    `SELECT count(*)::int AS n FROM pg_stat_activity
     WHERE datname = current_database() AND state LIKE 'idle in transaction%'`,
  );
  expect(open?.n).toBe(0);
}

describe("the models of a transaction", () => {
  it("run on its connection and see its uncommitted rows, of both kinds", async () => {
    await transaction(async (tx) => {
      await tx.run("INSERT INTO region (id, slug, name) VALUES ($1, 'by-sql', 'By SQL')", [ids.region(1)]);
      await tx.prisma.region.create({ data: region(2) });
      expect(await tx.prisma.region.findUnique({ where: { id: ids.region(1) } })).toMatchObject({ slug: "by-sql" });
      expect(await tx.row("SELECT slug FROM region WHERE id = $1", [ids.region(2)])).toEqual({ slug: "region-2" });
      expect(await sql().prisma.region.count()).toBe(0);
      // A row with the same transaction number as one of the other kind is on the same connection.
      expect(await tx.rows("SELECT DISTINCT xmin::text FROM region")).toHaveLength(1);
    });
    expect(await sql().prisma.region.count()).toBe(2);
    await expectNothingOpen();
  });

  it("are rolled back with it, whichever came first", async () => {
    const failed = transaction(async (tx) => {
      await tx.prisma.region.create({ data: region(3) });
      await tx.run("INSERT INTO region (id, slug, name) VALUES ($1, 'rolled-back', 'x')", [ids.region(4)]);
      await tx.prisma.region.update({ where: { id: ids.region(3) }, data: { name: "changed" } });
      throw stop;
    });
    expect(await caught(failed)).toBe(stop);
    expect(await sql().prisma.region.count()).toBe(2);
    await expectNothingOpen();
  });

  it("do not mix when two transactions read the same model at the same moment", async () => {
    const read = (n: number) =>
      transaction(async (tx) => {
        await tx.prisma.region.create({ data: region(n) });
        const [own, other] = await Promise.all([
          tx.prisma.region.findUnique({ where: { id: ids.region(n) } }),
          tx.prisma.region.findUnique({ where: { id: ids.region(n === 5 ? 6 : 5) } }),
        ]);
        expect(own?.id).toBe(ids.region(n));
        expect(other).toBeNull();
        throw stop;
      });
    expect(await Promise.all([caught(read(5)), caught(read(6))])).toEqual([stop, stop]);
    await expectNothingOpen();
  });

  it("do statements of several parts inside it", async () => {
    await transaction(async (tx) => {
      await tx.prisma.region.upsert({ where: { id: ids.region(7) }, create: region(7), update: { name: "again" } });
      const made = await tx.prisma.region.update({
        where: { id: ids.region(7) },
        data: { nodes: { create: { id: "nod_1", name: "n", memoryMb: 1, cpuMilli: 1, diskMb: 1 } } },
        include: { nodes: true },
      });
      expect(made.nodes).toHaveLength(1);
      expect((await tx.row<{ n: number }>("SELECT count(*)::int AS n FROM node"))?.n).toBe(1);
    });
    expect(await sql().prisma.node.deleteMany({})).toEqual({ count: 1 });
  });

  it("leave nothing open when a call fails", async () => {
    const duplicate = transaction(async (tx) => {
      await tx.prisma.region.create({ data: region(2) });
    });
    expect(brokenConstraint(await caught(duplicate))).toBe("region_pkey");
    const caughtInside = transaction(async (tx) => {
      await tx.prisma.region.create({ data: region(2) }).catch(() => {});
      await tx.prisma.region.create({ data: region(8) });
    });
    expect(await caught(caughtInside)).not.toBeNull();
    const beforeUse = transaction(async () => {
      throw stop;
    });
    expect(await caught(beforeUse)).toBe(stop);
    await expectNothingOpen();
  });

  it("do not outlive it", async () => {
    let late: Tx | undefined;
    await transaction(async (tx) => {
      late = tx;
      await tx.prisma.region.count();
    });
    expect(await caught(Promise.resolve(late?.prisma.region.count()))).not.toBeNull();
    await expectNothingOpen();
  });

  it("leave no connection behind over two hundred transactions", async () => {
    const one = async (n: number) => {
      await transaction(async (tx) => {
        await tx.prisma.region.findMany({ where: { id: ids.region(1) } });
        if (n % 3 === 0) throw stop;
      }).catch((error: unknown) => expect(error).toBe(stop));
    };
    await Promise.all(Array.from({ length: 200 }, (_, n) => one(n)));
    const { pool } = database();
    expect(pool.totalCount).toBeLessThanOrEqual(pool.options.max);
    await expectNothingOpen();
  });
});

describe("errors of Prisma Client", () => {
  it("name the constraint that a call broke", async () => {
    const orphan = sql().prisma.node.create({
      data: { id: "nod_2", regionId: "none", name: "n", memoryMb: 1, cpuMilli: 1, diskMb: 1 },
    });
    expect(brokenConstraint(await caught(orphan))).toBe("node_region_id_fkey");
    const unchecked = sql().prisma.networkBlock.create({
      data: { id: "blk_1", measure: "none", network: "x", accountHash: "", reason: "", until: new Date() },
    });
    expect(brokenConstraint(await caught(unchecked))).toBe("network_block_measure_known");
  });

  it("are repeated after a deadlock", async () => {
    const [first, second] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    let attempts = 0;
    const touch = (own: number, other: number, mine: PromiseWithResolvers<void>, theirs: Promise<void>) =>
      transaction(async (tx) => {
        attempts++;
        await tx.prisma.region.update({ where: { id: ids.region(own) }, data: { name: `by ${own}` } });
        mine.resolve();
        await theirs;
        await tx.prisma.region.update({ where: { id: ids.region(other) }, data: { name: `by ${own}` } });
      });
    await Promise.all([touch(1, 2, first, second.promise), touch(2, 1, second, first.promise)]);
    // One of the two was repeated, or both.
    expect(attempts).toBeGreaterThan(2);
    expect(isTransientConflict({ meta: { driverAdapterError: { cause: { originalCode: "40001" } } } })).toBe(true);
  });

  it("say that the database is not reachable or that all connections are in use", async () => {
    const closed = openDatabase({
      url: "postgresql://x:y@127.0.0.1:1/none",
      poolSize: 1,
      applicationName: "test",
    });
    const refused = await caught(closed.models.region.count());
    expect(isDatabaseUnavailable(refused)).toBe(true);
    expect(connectionFailure(refused, closed.pool)?.code).toBe("database_unavailable");
    await closed.close();
    const cut = openDatabase({ url: environment.databaseUrl, poolSize: 1, applicationName: "test" });
    const ended = await caught(
      transaction(async (tx) => {
        await tx.prisma.region.count();
        const pid = await processOf(tx);
        await sql().run("SELECT pg_terminate_backend($1)", [pid]);
        await tx.prisma.region.count();
      }, cut),
    );
    expect(ended).toMatchObject({ code: "database_unavailable" });
    expect(cut.pool.totalCount - cut.pool.idleCount).toBe(0);
    cut.pool.options.connectionTimeoutMillis = 100;
    const held = await cut.pool.connect();
    expect(connectionFailure(await caught(cut.models.region.count()), cut.pool)?.code).toBe("database_busy");
    held.release();
    await cut.close();
  });
});

it("refuses to work beside its transaction when Prisma Client cannot join it", async () => {
  // A client that another bundle of this module opened knows nothing of the transaction.
  const { pool, prisma } = database();
  vi.resetModules();
  const other = await import("./models");
  const client = await pool.connect();
  const alone = other.modelsOn(client, prisma);
  const refused = await caught(Promise.resolve(alone.models.region.count()));
  await alone.close();
  client.release();
  expect(String(refused)).toMatch(/did not join/);
  await expectNothingOpen();
});
