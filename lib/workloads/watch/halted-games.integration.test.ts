import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { createLogger } from "@/lib/core/log";
import { sql } from "@/lib/db/transaction";
import { gameServer } from "@/lib/game-servers/game-server";
import { getServer, listServerEvents } from "@/lib/game-servers/queries";
import { buildSampleImage } from "@/lib/provisioning/local-images/build-sample-image";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeNode, makeUser } from "@/lib/testing/fixtures";
import { freePortRange } from "@/lib/testing/free-port-range";
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
import { workloadKinds } from "../define-workload";
import { reconcileNode } from "./reconciler";

/** Containers that somebody halted (docker pause), or a worker that died before it ended them. */
let environment: TestEnvironment;
let kit: WorkerKit;
let owner: Actor;
let nodeId: string;
let id: string;

beforeAll(async () => {
  environment = await openTestEnvironment();
  await buildSampleImage({ dockerHost: "unix:///var/run/docker.sock" });
  nodeId = await makeNode(await freePortRange(5));
  owner = await makeUser("ADMIN");
  kit = await startWorkerKit();
});
afterEach(() => removeServer(owner, id));
afterAll(async () => {
  await kit.stop();
  await sweepEngine();
  await environment.close();
});

async function reconcile(): Promise<string[]> {
  const node = { id: nodeId, name: "local", dockerHost: null };
  const deps = {
    node,
    kinds: workloadKinds([gameServer]),
    engine: realEngine(),
    log: createLogger("test", "silent"),
  };
  return (await reconcileNode(deps)).repaired;
}

const seen = async () => (await realEngine().inspect(id))?.status;

it("one that should run goes on", async () => {
  id = await makeOnlineServer(owner);
  await realEngine().pause(id);
  expect(await seen()).toBe("paused");
  expect(await reconcile()).toEqual([id]);
  expect(await seen()).toBe("running");
  expect((await getServer(owner, id)).status).toBe("online");
  const { items } = await listServerEvents(owner, id);
  expect(items.at(-1)).toMatchObject({ step: "reconcile", message: expect.stringContaining("it was resumed") });
  expect(await reconcile()).toEqual([]);
});

it("one that should not run is killed", async () => {
  id = await makeOnlineServer(owner);
  await realEngine().pause(id);
  await sql().run("UPDATE workload SET status = 'offline' WHERE id = $1", [id]);
  expect(await reconcile()).toEqual([id]);
  await untilStatus(id, "offline");
  await untilIdle(id);
  expect(await seen()).toBe("exited");
});

it("one whose start was left unfinished goes on", async () => {
  id = await makeOnlineServer(owner);
  await realEngine().pause(id);
  await sql().run("UPDATE workload SET status = 'starting' WHERE id = $1", [id]);
  expect(await reconcile()).toEqual([id]);
  await untilStatus(id, "online");
  await untilIdle(id);
  expect(await seen()).toBe("running");
});
