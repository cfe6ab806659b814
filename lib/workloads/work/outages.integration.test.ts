import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { sql } from "@/lib/db/transaction";
import type { gameServer } from "@/lib/game-servers/game-server";
import { createServer } from "@/lib/game-servers/lifecycle/create-server";
import { deleteServer } from "@/lib/game-servers/lifecycle/delete-server";
import { powerServer } from "@/lib/game-servers/lifecycle/power-server";
import { retryServer } from "@/lib/game-servers/lifecycle/retry-server";
import { findServer } from "@/lib/game-servers/load-server";
import { buildSampleImage } from "@/lib/provisioning/local-images/build-sample-image";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeNode, makeUser } from "@/lib/testing/fixtures";
import { freePortRange } from "@/lib/testing/free-port-range";
import { interruptedAt } from "@/lib/testing/kill-points";
import { EngineProxy } from "@/lib/testing/processes/engine-proxy";
import { OwnPostgres } from "@/lib/testing/processes/own-postgres";
import { until } from "@/lib/testing/until";
import {
  realEngine,
  removeServer,
  residue,
  smallServer,
  startWorkerKit,
  sweepEngine,
  untilGone,
  untilIdle,
  untilStatus,
  type WorkerKit,
} from "@/lib/testing/worker-kit";
import { objectNames } from "../container-spec";

/** The engine or the database away, or somebody else at the engine, in the middle of a run. */
const proxy = new EngineProxy();
const postgres = new OwnPostgres();
let environment: TestEnvironment;
let kit: WorkerKit | undefined;
let owner: Actor;
let nodeId: string;
let before: Record<string, unknown>;

beforeAll(async () => {
  await proxy.open();
  process.env.TEST_DATABASE_URL = await postgres.start();
  environment = await openTestEnvironment({ DOCKER_HOST: proxy.dockerHost });
  await buildSampleImage({ dockerHost: "unix:///var/run/docker.sock" });
  nodeId = await makeNode(await freePortRange(10));
  owner = await makeUser();
});
beforeEach(async () => {
  before = await residue();
});
afterEach(async () => {
  await proxy.open();
  await kit?.stop();
  kit = undefined;
});
afterAll(async () => {
  await sweepEngine();
  await environment.close();
  await proxy.cut();
  await postgres.dispose();
});

/** Steps give up after a second and a half, so that a test need not wait for minutes. */
function impatient(plans: typeof gameServer.plans): typeof gameServer.plans {
  const limits = { timeoutMs: 1_500, undoTimeoutMs: 1_500, attempts: 1 };
  return { ...plans, create: { ...plans.create, steps: plans.create.steps.map((step) => ({ ...step, ...limits })) } };
}

/** A game that listens already would be found ready without the engine, and rightly come online. */
async function freezeAndCut(id: string): Promise<void> {
  await realEngine().pause(objectNames.container(id));
  await proxy.cut();
}

async function failureCode(id: string): Promise<string | null> {
  const row = await sql().row<{ code: string | null }>("SELECT failure_code AS code FROM workload WHERE id = $1", [id]);
  return row?.code ?? null;
}

async function expectRetryAndDeleteWork(id: string): Promise<void> {
  await retryServer(owner, id);
  await untilStatus(id, "online");
  await removeServer(owner, id);
  expect(await residue()).toEqual(before);
}

describe("the engine goes away during a create", () => {
  it.each([
    ["storage", "before"],
    ["create", "before"],
    ["create", "after"],
    ["start", "before"],
    ["start", "after"],
    ["ready", "before"],
  ] as const)("at %s, %s it acts: failed at once, cleaned up when it is back, and retry works", async (step, when) => {
    let id = "";
    const runs = step === "ready" || (step === "start" && when === "after");
    const happen = () => (runs ? freezeAndCut(id) : proxy.cut());
    kit = await startWorkerKit({ plans: interruptedAt({ kind: "create", step, when }, happen) });
    ({ id } = await createServer(owner, smallServer));
    await untilStatus(id, "failed", 40_000);
    expect(await failureCode(id)).toBe("engine_unavailable");
    await expect(retryServer(owner, id)).rejects.toMatchObject({ code: "server_busy" });
    await proxy.open();
    await untilIdle(id, 20_000);
    expect(await residue()).toEqual(before);
    await expectRetryAndDeleteWork(id);
  });

  it("can be deleted meanwhile, and goes when the engine is back", async () => {
    let id = "";
    const plans = interruptedAt({ kind: "create", step: "start", when: "after" }, () => freezeAndCut(id));
    kit = await startWorkerKit({ plans });
    ({ id } = await createServer(owner, smallServer));
    await untilStatus(id, "failed", 40_000);
    await deleteServer(owner, id);
    await untilStatus(id, "deleting");
    await proxy.open();
    await untilGone(id);
    await untilIdle(id);
    expect(await residue()).toEqual(before);
  });
});

describe("the engine is away before the create made anything", () => {
  it("fails and gives port and quota back at once, without waiting for the engine", async () => {
    kit = await startWorkerKit({
      plans: interruptedAt({ kind: "create", step: "pull", when: "before" }, () => proxy.cut()),
    });
    const { id } = await createServer(owner, smallServer);
    await untilStatus(id, "failed", 20_000);
    await untilIdle(id, 5_000);
    expect(await sql().rows("SELECT 1 FROM port WHERE resource_id = $1", [id])).toEqual([]);
    await proxy.open();
    expect(await residue()).toEqual(before);
    await expectRetryAndDeleteWork(id);
  });
});

describe("the machine or its engine is restarted", () => {
  it("a game that ended in order meanwhile is started again; one that stopped by itself stays offline", async () => {
    kit = await startWorkerKit({ watchNode: nodeId });
    const { id } = await createServer(owner, smallServer);
    await untilStatus(id, "online");
    await untilIdle(id);
    await proxy.cut();
    await realEngine().stop(objectNames.container(id), 20);
    await proxy.open();
    await until("the game to be back", async () => {
      const row = await sql().row<{ n: number }>(
        "SELECT count(*)::int AS n FROM provisioning_run WHERE resource_id = $1 AND kind = 'start' AND state = 'succeeded'",
        [id],
      );
      return row?.n === 1;
    });
    await untilStatus(id, "online");
    expect((await findServer(sql(), id))?.crashCount).toBe(0);
    await realEngine().stop(objectNames.container(id), 20);
    await untilStatus(id, "offline");
    await removeServer(owner, id);
  });
});

describe("an engine that takes calls but never answers", () => {
  it.each(["storage", "start"])(
    "at %s: failed by the step's deadline, cleaned up when it answers again",
    async (step) => {
      const plans = interruptedAt({ kind: "create", step, when: "before" }, async () => proxy.hang());
      kit = await startWorkerKit({ plans: impatient(plans) });
      const { id } = await createServer(owner, smallServer);
      await untilStatus(id, "failed", 10_000);
      expect(await failureCode(id)).toBe("engine_timeout");
      await proxy.open();
      await untilIdle(id, 20_000);
      expect(await residue()).toEqual(before);
      await expectRetryAndDeleteWork(id);
    },
  );
});

describe("the database restarts during a create", () => {
  it.each([
    ["reserve", "before"],
    ["storage", "after"],
    ["create", "after"],
    ["start", "before"],
    ["ready", "after"],
  ] as const)("at %s, %s it acts: resumed, online, nothing doubled", async (step, when) => {
    let stopped = false;
    const plans = interruptedAt({ kind: "create", step, when }, async () => {
      await postgres.stop();
      stopped = true;
    });
    kit = await startWorkerKit({ plans });
    const { id } = await createServer(owner, smallServer);
    await until("the database to be stopped", async () => stopped);
    await postgres.start();
    await untilStatus(id, "online");
    await untilIdle(id);
    const containers = (await residue()).containers as string[];
    expect(containers).toEqual([...(before.containers as string[]), id].sort());
    expect(await sql().rows("SELECT kind, state FROM provisioning_run WHERE resource_id = $1", [id])).toEqual([
      { kind: "create", state: "succeeded" },
    ]);
    const ends = await sql().rows(
      "SELECT status FROM resource_event WHERE resource_id = $1 AND step = 'create' AND status IN ('succeeded', 'failed')",
      [id],
    );
    expect(ends).toEqual([{ status: "succeeded" }]);
    expect(await sql().rows("SELECT state FROM port WHERE resource_id = $1", [id])).toEqual([{ state: "bound" }]);
    await removeServer(owner, id);
    expect(await residue()).toEqual(before);
  });
});

describe("somebody removes the container behind the panel's back", () => {
  it.each([
    ["start", "before"],
    ["start", "after"],
    ["ready", "before"],
  ] as const)("during a create at %s, %s it acts: failed as before, and retry works", async (step, when) => {
    let id = "";
    const plans = interruptedAt({ kind: "create", step, when }, () => realEngine().remove(id));
    kit = await startWorkerKit({ plans });
    ({ id } = await createServer(owner, smallServer));
    await untilStatus(id, "failed");
    await untilIdle(id);
    expect(await failureCode(id)).toBe("container_not_found");
    expect(await residue()).toEqual(before);
    await expectRetryAndDeleteWork(id);
  });

  it("during a start: crashed with the reason, and the next start creates it again with its world", async () => {
    let id = "";
    const plans = interruptedAt({ kind: "start", step: "ready", when: "before" }, () => realEngine().remove(id));
    kit = await startWorkerKit({ plans });
    ({ id } = await createServer(owner, smallServer));
    await untilStatus(id, "online");
    await powerServer(owner, id, "stop");
    await untilStatus(id, "offline");
    const { volumes } = await residue();
    await powerServer(owner, id, "start");
    await untilStatus(id, "crashed");
    expect(await failureCode(id)).toBe("container_not_found");
    await powerServer(owner, id, "start");
    await untilStatus(id, "online");
    expect((await residue()).volumes).toEqual(volumes);
    await removeServer(owner, id);
    expect(await residue()).toEqual(before);
  });
});
