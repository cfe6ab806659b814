import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { sql } from "@/lib/db/transaction";
import { gameServer } from "@/lib/game-servers/game-server";
import { createServer } from "@/lib/game-servers/lifecycle/create-server";
import { deleteServer } from "@/lib/game-servers/lifecycle/delete-server";
import { powerServer } from "@/lib/game-servers/lifecycle/power-server";
import { buildSampleImage } from "@/lib/provisioning/local-images/build-sample-image";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeNode, makeUser } from "@/lib/testing/fixtures";
import { freePortRange } from "@/lib/testing/free-port-range";
import type { KillPoint } from "@/lib/testing/kill-points";
import { OnlineWitness } from "@/lib/testing/online-witness";
import { WorkerProcesses } from "@/lib/testing/processes/worker-process";
import { until } from "@/lib/testing/until";
import {
  makeOnlineServer,
  residue,
  smallServer,
  startWorkerKit,
  sweepEngine,
  untilGone,
  untilIdle,
  untilStatus,
  type WorkerKit,
} from "@/lib/testing/worker-kit";

/** A worker killed with SIGKILL around every step: the next one finishes the run, and nothing is lost or doubled. */
const workers = new WorkerProcesses();
const witness = new OnlineWitness();
let environment: TestEnvironment;
let kit: WorkerKit | undefined;
let owner: Actor;
let before: Record<string, unknown>;

beforeAll(async () => {
  environment = await openTestEnvironment();
  await Promise.all([buildSampleImage({ dockerHost: "unix:///var/run/docker.sock" }), workers.prepare()]);
  await makeNode(await freePortRange(10));
  owner = await makeUser();
  witness.start();
});
beforeEach(async () => {
  before = await residue();
});
afterEach(async () => {
  await kit?.stop();
  kit = undefined;
});
afterAll(async () => {
  await witness.stop();
  await sweepEngine();
  await environment.close();
  workers.dispose();
});

/** Lets a killable worker do what `ask` asks for, and a new worker go on after its death. */
async function killedWhile(point: KillPoint, ask: () => Promise<string>): Promise<string> {
  await kit?.stop();
  kit = undefined;
  const { killed } = await workers.start(point);
  const serverId = await ask();
  await killed;
  const epoch = await unfinishedEpoch(serverId);
  expect(epoch).toBe(1);
  const killedAt = performance.now();
  kit = await startWorkerKit();
  // Every two seconds a worker looks for runs whose lock nobody holds; a lease would take far longer.
  await until("the run to be taken over", async () => (await unfinishedEpoch(serverId)) !== epoch);
  expect(performance.now() - killedAt).toBeLessThan(10_000);
  return serverId;
}

async function unfinishedEpoch(serverId: string): Promise<number | null> {
  const row = await sql().row<{ epoch: number }>(
    "SELECT epoch FROM provisioning_run WHERE resource_id = $1 AND finished_at IS NULL",
    [serverId],
  );
  return row?.epoch ?? null;
}

async function online(): Promise<string> {
  kit ??= await startWorkerKit();
  return makeOnlineServer(owner);
}

async function expectDeletedWithoutTrace(id: string): Promise<void> {
  await untilGone(id);
  await untilIdle(id);
  expect(await residue()).toEqual(before);
}

const whens = ["before", "after"] as const;
const stepsOf = (kind: KillPoint["kind"]) => gameServer.plans[kind].steps.map((step) => step.name);
const timesTwo = (steps: string[]) => steps.flatMap((step) => whens.map((when) => [step, when] as const));

describe("a worker killed during a create", () => {
  it.each(timesTwo(stepsOf("create")))("at %s, %s it acts: the server comes online", async (step, when) => {
    const id = await killedWhile(
      { kind: "create", step, phase: "act", when },
      async () => (await createServer(owner, smallServer)).id,
    );
    await untilStatus(id, "online");
    const containers = (await residue()).containers as string[];
    expect(containers).toHaveLength((before.containers as string[]).length + 1);
    await deleteServer(owner, id);
    await expectDeletedWithoutTrace(id);
  });
});

describe("a worker killed while it undoes a create", () => {
  const undoable = gameServer.plans.create.steps.filter((step) => step.undo).map((step) => step.name);
  it.each(timesTwo(undoable))("at %s, %s it undoes: everything is as before", async (step, when) => {
    const point: KillPoint = { kind: "create", step, phase: "undo", when, failAt: "ready" };
    const id = await killedWhile(point, async () => (await createServer(owner, smallServer)).id);
    const failed = await untilStatus(id, "failed");
    await untilIdle(id);
    expect(failed).toMatchObject({ nodeId: null, mainPort: null, holdsCapacity: false });
    expect(await residue()).toEqual(before);
    await deleteServer(owner, id);
    await untilGone(id);
  });
});

describe("a worker killed during a delete", () => {
  it.each(timesTwo(stepsOf("delete")))("at %s, %s it acts: nothing is left", async (step, when) => {
    const id = await online();
    await killedWhile({ kind: "delete", step, phase: "act", when }, async () => {
      await deleteServer(owner, id);
      return id;
    });
    await expectDeletedWithoutTrace(id);
  });
});

describe("a worker killed during a stop", () => {
  it.each(whens)("%s it acts: the server is offline, and starts again", async (when) => {
    const id = await online();
    await killedWhile({ kind: "stop", step: "stop", phase: "act", when }, async () => {
      await powerServer(owner, id, "stop");
      return id;
    });
    await untilStatus(id, "offline");
    expect((await kit?.engine.inspect(id))?.status).toBe("exited");
    await powerServer(owner, id, "start");
    await untilStatus(id, "online");
    await deleteServer(owner, id);
    await expectDeletedWithoutTrace(id);
  });
});

it("showed no server as online that did not answer", () => {
  expect(witness.asked).toBeGreaterThan(0);
  expect(witness.broken).toEqual([]);
});
