import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { createLogger } from "@/lib/core/log";
import { mib } from "@/lib/core/units";
import { sql } from "@/lib/db/transaction";
import { sendCommand } from "@/lib/game-servers/console/send-command";
import { gameServer } from "@/lib/game-servers/game-server";
import { getServer, listServerEvents } from "@/lib/game-servers/queries";
import { listNodes } from "@/lib/nodes/queries";
import type { ContainerEngine } from "@/lib/provisioning/engine";
import { provisioningErrors } from "@/lib/provisioning/errors";
import { buildSampleImage } from "@/lib/provisioning/local-images/build-sample-image";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeNode, makeUser } from "@/lib/testing/fixtures";
import { freePortRange } from "@/lib/testing/free-port-range";
import { until } from "@/lib/testing/until";
import {
  makeOnlineServer,
  realEngine,
  removeServer,
  startWorkerKit,
  sweepEngine,
  untilIdle,
  untilStatus,
  type WorkerKit,
} from "@/lib/testing/worker-kit";
import { objectNames } from "../container-spec";
import { workloadKinds } from "../define-workload";
import { fileLimit } from "./decide-disk";
import { DiskWatcher } from "./disk-watcher";

let environment: TestEnvironment;
let kit: WorkerKit;
let watcher: DiskWatcher;
let owner: Actor;
let nodeId: string;

function newWatcher(engine: ContainerEngine): DiskWatcher {
  const node = { id: nodeId, name: "local", dockerHost: null };
  return new DiskWatcher({
    node,
    engine,
    kinds: workloadKinds([gameServer]),
    log: createLogger("test", "silent"),
  });
}

beforeAll(async () => {
  environment = await openTestEnvironment();
  await buildSampleImage({ dockerHost: "unix:///var/run/docker.sock" });
  nodeId = await makeNode(await freePortRange(5));
  owner = await makeUser("ADMIN");
  kit = await startWorkerKit({ watchNode: nodeId });
  watcher = newWatcher(realEngine());
  watcher.start();
});
afterEach(async () => {
  for (const { id } of await sql().rows<{ id: string }>("SELECT id FROM workload")) {
    await removeServer(owner, id);
  }
});
afterAll(async () => {
  await watcher.stop();
  await kit.stop();
  await sweepEngine();
  await environment.close();
});

async function useOf(id: string) {
  const name = objectNames.volume(id);
  const use = (await realEngine().volumeUse([name])).get(name);
  if (!use) throw new Error("not measured");
  return use;
}

it("a game that writes as fast as it can is ended long before it is done", async () => {
  const id = await makeOnlineServer(owner);
  await sendCommand(owner, id, "fill 6000");
  await untilStatus(id, "offline", 60_000);
  await untilIdle(id);
  const { bytes } = await useOf(id);
  // Its size is 1024 MiB; what it writes in the time of one measurement comes on top.
  expect(bytes).toBeLessThan(2 * 1024 * mib);
  expect(await getServer(owner, id)).toMatchObject({ failure: { code: "disk_full" } });
  const { items } = await listServerEvents(owner, id);
  expect(items.find((item) => item.step === "disk")?.message).toContain("was ended at once");
}, 120_000);

it("so is one that makes very many small files", async () => {
  const id = await makeOnlineServer(owner);
  await sendCommand(owner, id, "litter 200000");
  await untilStatus(id, "offline", 60_000);
  await untilIdle(id);
  const { files } = await useOf(id);
  expect(files).toBeLessThan(2 * fileLimit(1024));
  expect((await getServer(owner, id)).failure?.message).toContain("65536 go with its size");
}, 120_000);

it("notes how full the machine is", async () => {
  const disk = await until("the record", async () => (await listNodes(owner)).items[0]?.disk);
  expect(disk.freeMb).toBeGreaterThan(disk.reserveMb);
  expect(disk.totalFiles).toBeGreaterThan(disk.freeFiles);
});

/** Never answers, as a walk over a very large volume. */
const endless = (signal?: AbortSignal) =>
  new Promise<never>((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason)));

async function withWatcher(engine: ContainerEngine, work: () => Promise<void>): Promise<void> {
  await watcher.stop();
  watcher = newWatcher(engine);
  watcher.start();
  try {
    await work();
  } finally {
    await watcher.stop();
    watcher = newWatcher(realEngine());
    watcher.start();
  }
}

it("looks on and notes the machine's figures while a measurement goes on", async () => {
  await sql().run("UPDATE node SET disk = NULL WHERE id = $1", [nodeId]);
  let looks = 0;
  const engine = realEngine();
  const measuring: ContainerEngine = {
    ...engine,
    machineDisk: async (options) => {
      looks++;
      return engine.machineDisk(options);
    },
    volumeUse: (_, options) => endless(options?.signal),
  };
  await makeOnlineServer(owner);
  await withWatcher(measuring, async () => {
    await until("ten looks", async () => looks > 10);
    await until("the record", async () => (await listNodes(owner)).items[0]?.disk);
  });
});

it("a volume that takes long to measure delays no other one", async () => {
  const large = await makeOnlineServer(owner);
  const id = await makeOnlineServer(owner);
  const slow = objectNames.volume(large);
  const engine = realEngine();
  const measuring: ContainerEngine = {
    ...engine,
    volumeUse: (names, options) => {
      if (names.includes(slow) && names.length === 1) return endless(options?.signal);
      return engine.volumeUse(
        names.filter((name) => name !== slow),
        options,
      );
    },
  };
  await withWatcher(measuring, async () => {
    await sendCommand(owner, id, "fill 6000");
    await untilStatus(id, "offline", 60_000);
    await untilIdle(id);
    expect((await getServer(owner, id)).failure?.code).toBe("disk_full");
  });
}, 120_000);

it("a volume whose quota cannot be set, or that is missing, holds up no other", async () => {
  await sql().run("UPDATE node SET disk = NULL WHERE id = $1", [nodeId]);
  const ids = [await makeOnlineServer(owner), await makeOnlineServer(owner), await makeOnlineServer(owner)];
  const asked: string[] = [];
  const engine: ContainerEngine = {
    ...realEngine(),
    limitKind: async () => "quota",
    limitVolume: async (name) => {
      asked.push(name);
      if (asked.length === 1) throw provisioningErrors.volume_limit_timeout();
      return asked.length === 2 ? "absent" : "quota";
    },
  };
  await withWatcher(engine, async () => {
    await until("all volumes", async () => asked.length === 3);
    expect([...asked].sort()).toEqual(ids.map((id) => objectNames.volume(id)).sort());
  });
});
