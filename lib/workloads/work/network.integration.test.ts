import { afterAll, beforeAll, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { sql } from "@/lib/db/transaction";
import { createServer } from "@/lib/game-servers/lifecycle/create-server";
import { deleteServer } from "@/lib/game-servers/lifecycle/delete-server";
import { findServer } from "@/lib/game-servers/load-server";
import { labels } from "@/lib/provisioning/engine";
import { buildSampleImage } from "@/lib/provisioning/local-images/build-sample-image";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeNode, makeUser } from "@/lib/testing/fixtures";
import { freePortRange } from "@/lib/testing/free-port-range";
import { EngineProxy } from "@/lib/testing/processes/engine-proxy";
import {
  realEngine,
  smallServer,
  startWorkerKit,
  sweepEngine,
  untilGone,
  untilIdle,
  untilStatus,
  type WorkerKit,
} from "@/lib/testing/worker-kit";

const proxy = new EngineProxy();
let environment: TestEnvironment;
let kit: WorkerKit;
let owner: Actor;

beforeAll(async () => {
  await proxy.open();
  environment = await openTestEnvironment({ DOCKER_HOST: proxy.dockerHost });
  await buildSampleImage({ dockerHost: "unix:///var/run/docker.sock" });
  await makeNode(await freePortRange(50));
  kit = await startWorkerKit();
});
afterAll(async () => {
  await kit.stop();
  await sweepEngine();
  await environment.close();
  await proxy.cut();
});

function networksOf(actor: Actor): Promise<string[]> {
  const own = { [labels.owner]: actor.userId ?? "" };
  return realEngine()
    .listNetworks(own)
    .then((found) => found.map((network) => network.name).sort());
}

async function remove(ids: string[]): Promise<void> {
  for (const id of ids) await deleteServer(owner, id);
  for (const id of ids) {
    await untilGone(id);
    await untilIdle(id);
  }
}

it("32 servers of one customer all come online, in two networks", async () => {
  owner = await makeUser();
  const created = await Promise.all(Array.from({ length: 32 }, () => createServer(owner, smallServer)));
  for (const { id } of created) await untilStatus(id, "online", 120_000);
  expect(await networksOf(owner)).toEqual([`ln-${owner.userId}`, `ln-${owner.userId}-2`]);
  const counts = await sql().rows(
    `SELECT network_number AS number, count(*)::int AS n FROM workload WHERE owner_id = $1 GROUP BY 1 ORDER BY 1`,
    [owner.userId],
  );
  expect(counts).toEqual([
    { number: 1, n: 29 },
    { number: 2, n: 3 },
  ]);
  await remove(created.map(({ id }) => id));
  expect(await networksOf(owner)).toEqual([]);
}, 240_000);

it("a network that is full for the engine, whatever the panel counts, is left for the next one", async () => {
  owner = await makeUser();
  proxy.refuse(/^POST \S+\/start/, 403, "no available IPv4 addresses on this network's address pools: ln (8d8f)", 1);
  const { id } = await createServer(owner, smallServer);
  await untilStatus(id, "online");
  expect((await findServer(sql(), id))?.networkNumber).toBe(2);
  await remove([id]);
});
