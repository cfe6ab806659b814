import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { sleep } from "@/lib/core/clock";
import { createLogger } from "@/lib/core/log";
import { gameServer } from "@/lib/game-servers/game-server";
import { createServer } from "@/lib/game-servers/lifecycle/create-server";
import { EngineRegistry } from "@/lib/nodes/engines";
import { buildSampleImage } from "@/lib/provisioning/local-images/build-sample-image";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeNode, makeUser } from "@/lib/testing/fixtures";
import { freePortRange } from "@/lib/testing/free-port-range";
import { smallServer, startWorkerKit, sweepEngine, untilStatus, type WorkerKit } from "@/lib/testing/worker-kit";
import { workloadKinds } from "@/lib/workloads/define-workload";
import { latestReadings } from "../charts/latest";
import { fleetFilter } from "../machines/contract";
import { listMachines } from "../machines/queries";
import { MonitorWorker } from "./monitor-worker";

let environment: TestEnvironment;
let kit: WorkerKit;
let serverId: string;
let manager: Actor;
let owner: Actor;

beforeAll(async () => {
  environment = await openTestEnvironment();
  await buildSampleImage({ dockerHost: "unix:///var/run/docker.sock" });
  const nodeId = await makeNode(await freePortRange(10));
  owner = await makeUser();
  manager = await makeUser("MANAGER");
  kit = await startWorkerKit({ watchNode: nodeId });
  ({ id: serverId } = await createServer(owner, smallServer));
  await untilStatus(serverId, "online");
});
afterAll(async () => {
  await kit.stop();
  await sweepEngine();
  await environment.close();
});

const log = createLogger("test", "silent");
const makeWorker = (kind = gameServer) =>
  new MonitorWorker({ engines: new EngineRegistry(log), kinds: workloadKinds([kind]), log });

describe("the worker", () => {
  it("measures its machine and every server, without anybody looking", async () => {
    const workers = [makeWorker(), makeWorker()];
    const at = Math.floor(Date.now() / 10_000) * 10_000;
    // A share of the processor needs two samples; on a busy machine the engine may miss one.
    for (const atMs of [at - 30_000, at - 20_000, at - 10_000, at]) {
      await Promise.all(workers.map((worker) => worker.sample(atMs)));
      await sleep(1_200);
    }
    await Promise.all(workers.map((worker) => worker.stop()));
    const { items } = await listMachines(manager, fleetFilter.parse({}));
    expect(items).toMatchObject([{ isLocal: true, owner: null, presence: "online" }]);
    expect(items[0]?.readings["cpu.percent"]).toBeGreaterThan(0);
    expect((await listMachines(owner, fleetFilter.parse({}))).items).toEqual([]);
    const server = (await latestReadings([serverId])).get(serverId)?.readings;
    expect(server?.["memory.percent"]).toBeGreaterThan(1);
    expect(server?.["memory.percent"]).toBeLessThan(100);
    expect(server?.["cpu.percent"]).toBeGreaterThanOrEqual(0);
    expect(server?.["network.received"]).toBeGreaterThanOrEqual(0);
  });

  it("reads players, the answer time and the size on the disk now and then", async () => {
    const worker = makeWorker();
    const at = Math.floor(Date.now() / 10_000) * 10_000 + 10_000;
    await worker.sample(at);
    await sleep(1_500);
    await worker.sample(at + 10_000);
    const second = (await latestReadings([serverId])).get(serverId)?.readings;
    expect(second).toMatchObject({ "players.online": expect.any(Number), "ping.ms": expect.any(Number) });
    expect(second?.["disk.used"]).toBeGreaterThanOrEqual(0);
    await worker.sample(at + 20_000);
    await worker.stop();
    expect((await latestReadings([serverId])).get(serverId)?.readings["players.online"]).toBeUndefined();
  });

  it("does not wait for a server whose ping takes long", async () => {
    const ping = Promise.withResolvers<void>();
    const slow: typeof gameServer = {
      ...gameServer,
      spec: async (...given) => {
        await ping.promise;
        return gameServer.spec(...given);
      },
    };
    const worker = makeWorker(slow);
    const at = Math.floor(Date.now() / 10_000) * 10_000 + 40_000;
    // The ping ends only after that.
    await worker.sample(at);
    expect((await latestReadings([serverId])).get(serverId)?.at.getTime()).toBe(at);
    ping.resolve();
    await worker.stop();
  });
});
