import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Actor, systemActor } from "@/lib/access/actor";
import { sql } from "@/lib/db/transaction";
import { powerServer } from "@/lib/game-servers/lifecycle/power-server";
import { reinstallServer } from "@/lib/game-servers/lifecycle/reinstall-server";
import { findServer } from "@/lib/game-servers/load-server";
import { getServer, listRuns } from "@/lib/game-servers/queries";
import { buildSampleImage } from "@/lib/provisioning/local-images/build-sample-image";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeNode, makeUser } from "@/lib/testing/fixtures";
import { freePortRange } from "@/lib/testing/free-port-range";
import { interruptedAt } from "@/lib/testing/kill-points";
import { EngineProxy } from "@/lib/testing/processes/engine-proxy";
import { until } from "@/lib/testing/until";
import {
  makeOnlineServer,
  realEngine,
  removeServer,
  residue,
  startWorkerKit,
  sweepEngine,
  untilIdle,
  untilStatus,
  type WorkerKit,
} from "@/lib/testing/worker-kit";
import { objectNames } from "../container-spec";

/** Actions that wait: the engine is away or its disk is full, and they are done when that has ended. */
const proxy = new EngineProxy();
let environment: TestEnvironment;
let kit: WorkerKit | undefined;
let owner: Actor;
let nodeId: string;
let before: Record<string, unknown>;

beforeAll(async () => {
  await proxy.open();
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
});

async function waitEvents(id: string): Promise<number> {
  const row = await sql().row<{ n: number }>(
    "SELECT count(*)::int AS n FROM resource_event WHERE resource_id = $1 AND status = 'waiting'",
    [id],
  );
  return row?.n ?? 0;
}

async function deleteAndCompare(id: string): Promise<void> {
  await removeServer(owner, id);
  expect(await residue()).toEqual(before);
}

describe("a power action while the engine is away", () => {
  it.each(["start", "restart"] as const)(
    "%s waits, says why once, and is done when the engine is back",
    async (action) => {
      kit = await startWorkerKit({ watchNode: nodeId });
      const id = await makeOnlineServer(owner);
      if (action === "start") {
        await powerServer(owner, id, "stop");
        await untilStatus(id, "offline");
        await untilIdle(id);
      }
      await proxy.cut();
      await powerServer(owner, id, action);
      await until("the run to wait", async () => (await getServer(owner, id)).waiting);
      expect(await getServer(owner, id)).toMatchObject({
        status: "starting",
        failure: null,
        busy: true,
        waiting: { code: "engine_unavailable" },
      });
      await new Promise((resolve) => setTimeout(resolve, 5_000));
      expect(await waitEvents(id)).toBe(1);
      expect((await findServer(sql(), id))?.wantRunning).toBe(true);
      await proxy.open();
      await untilStatus(id, "online", 12_000);
      await untilIdle(id);
      const isUnreachable = () => sql().row("SELECT 1 FROM node WHERE engine_error IS NOT NULL");
      await until("new servers to be placed there again", async () => (await isUnreachable()) === null, 5_000);
      expect((await getServer(owner, id)).waiting).toBeNull();
      await deleteAndCompare(id);
    },
  );

  it("stop and kill take the place of a start that waits", async () => {
    kit = await startWorkerKit({ watchNode: nodeId });
    const id = await makeOnlineServer(owner);
    await powerServer(owner, id, "stop");
    await untilStatus(id, "offline");
    await untilIdle(id);
    await proxy.cut();
    await powerServer(owner, id, "start");
    await until("the run to wait", async () => (await getServer(owner, id)).waiting);
    await powerServer(owner, id, "stop");
    await proxy.open();
    await untilStatus(id, "offline", 12_000);
    await untilIdle(id);
    expect((await realEngine().inspect(objectNames.container(id)))?.status).not.toBe("running");
    await deleteAndCompare(id);
  });

  it("an engine that goes away when the game was started: started again from the beginning", async () => {
    const plans = interruptedAt({ kind: "start", step: "ready", when: "before" }, async () => {
      await proxy.cut();
      await realEngine().kill(objectNames.container(id));
    });
    let id = "";
    kit = await startWorkerKit({ plans, watchNode: nodeId });
    id = await makeOnlineServer(owner);
    await powerServer(owner, id, "stop");
    await untilStatus(id, "offline");
    await untilIdle(id);
    await powerServer(owner, id, "start");
    await until("the run to wait", async () => (await getServer(owner, id)).waiting);
    await proxy.open();
    await untilStatus(id, "online", 40_000);
    await untilIdle(id);
    await deleteAndCompare(id);
  });

  it("a machine that is restarted during a start, worker and all: the game is started again", async () => {
    let id = "";
    const plans = interruptedAt({ kind: "start", step: "ready", when: "before" }, async () => {
      await realEngine().kill(objectNames.container(id));
      void kit?.stop();
    });
    kit = await startWorkerKit({ plans });
    id = await makeOnlineServer(owner);
    await powerServer(owner, id, "stop");
    await untilStatus(id, "offline");
    await untilIdle(id);
    await powerServer(owner, id, "start");
    await until("the game to be killed", async () => (await realEngine().inspect(id))?.exitCode === 137);
    await kit.stop();
    kit = await startWorkerKit();
    await untilStatus(id, "online", 40_000);
    await untilIdle(id);
    await deleteAndCompare(id);
  });

  it("a reinstall waits too", async () => {
    kit = await startWorkerKit({ watchNode: nodeId });
    const id = await makeOnlineServer(owner);
    await proxy.cut();
    await reinstallServer(owner, id);
    await until("the run to wait", async () => (await getServer(owner, id)).waiting);
    await proxy.open();
    await untilStatus(id, "online", 40_000);
    await untilIdle(id);
    await deleteAndCompare(id);
  });
});

describe("the machine's disk is full", () => {
  it("a start waits and is done when there is space", async () => {
    kit = await startWorkerKit({ watchNode: nodeId });
    const id = await makeOnlineServer(owner);
    await powerServer(owner, id, "stop");
    await untilStatus(id, "offline");
    await untilIdle(id);
    // What Docker 20.10 answered on a data directory of 60 MB that was full.
    proxy.refuse(
      /^POST \S+\/start/,
      500,
      "failed to create shim: mkdir /var/lib/docker/x: no space left on device: unknown",
    );
    await powerServer(owner, id, "start");
    const waiting = await until("the run to wait", async () => (await getServer(owner, id)).waiting);
    expect(waiting).toMatchObject({ code: "engine_disk_full" });
    proxy.refuse(null);
    await untilStatus(id, "online", 40_000);
    await untilIdle(id);
    // It succeeded in the end: it is none of the runs that went wrong.
    const { items } = await listRuns(systemActor, { limit: 50, failed: true });
    expect(items.filter((run) => run.serverId === id)).toEqual([]);
    await deleteAndCompare(id);
  });
});
