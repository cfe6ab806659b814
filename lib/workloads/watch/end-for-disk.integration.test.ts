import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { newId } from "@/lib/core/ids";
import { sql } from "@/lib/db/transaction";
import { gameServer } from "@/lib/game-servers/game-server";
import { createServer } from "@/lib/game-servers/lifecycle/create-server";
import { powerServer } from "@/lib/game-servers/lifecycle/power-server";
import type { LoadedServer } from "@/lib/game-servers/load-server";
import { getServer, listServerEvents } from "@/lib/game-servers/queries";
import { sampleGame } from "@/lib/game-servers/templates/sample-game";
import { buildSampleImage } from "@/lib/provisioning/local-images/build-sample-image";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeNode, makeUser } from "@/lib/testing/fixtures";
import { freePortRange } from "@/lib/testing/free-port-range";
import { until } from "@/lib/testing/until";
import {
  makeOnlineServer,
  realEngine,
  removeServer,
  smallServer,
  startWorkerKit,
  sweepEngine,
  untilIdle,
  untilStatus,
  type WorkerKit,
} from "@/lib/testing/worker-kit";
import { objectNames } from "../container-spec";
import { endForDisk } from "./end-for-disk";

let environment: TestEnvironment;
let kit: WorkerKit;
let owner: Actor;

beforeAll(async () => {
  environment = await openTestEnvironment();
  await buildSampleImage({ dockerHost: "unix:///var/run/docker.sock" });
  await makeNode(await freePortRange(5));
  owner = await makeUser("ADMIN");
  await sql().run(
    "INSERT INTO template (id, slug, name, description, image, spec) VALUES ($1, 'installs', 'Installs', '', $2, $3)",
    [
      newId("template"),
      sampleGame.image,
      // The sample game as an installation that never ends.
      JSON.stringify({ ...sampleGame.spec, install: { environment: {}, timeoutMs: 60_000 } }),
    ],
  );
});
afterEach(async () => {
  for (const { id } of await sql().rows<{ id: string }>("SELECT id FROM workload")) await removeServer(owner, id);
  await kit.stop();
});
afterAll(async () => {
  await sweepEngine();
  await environment.close();
});

/** As the watcher does in each of its rounds, while the server is beyond its size. */
async function endSlowly(server: LoadedServer): Promise<void> {
  const use = { resourceId: server.id, diskMb: 1024, bytes: 2 ** 31, files: 9, bytesPerSecond: 0, filesPerSecond: 0 };
  await endForDisk(server, { resourceId: server.id, how: "stop", why: "size" }, use, {
    definition: gameServer,
    engine: realEngine(),
  });
}

/** How often this state was published; resolves once it is at least `least`. */
function statesPublished(status: string, least: number): Promise<number> {
  const count = () =>
    kit.published.filter(({ event, data }) => event === "server.status" && data.status === status).length;
  return until(`${status} to be published`, async () => count() >= least && count());
}

async function diskEvents(id: string) {
  return (await listServerEvents(owner, id)).items.filter((item) => item.step === "disk");
}

it("a server that is being set up fails with the reason, and its timeline says so once", async () => {
  kit = await startWorkerKit();
  const { id } = await createServer(owner, { ...smallServer, template: "installs" });
  const server = await untilStatus(id, "provisioning");
  const install = objectNames.installContainer(id);
  await until("the installation", async () => (await realEngine().inspect(install))?.status === "running");
  await endSlowly(server);
  await endSlowly(server);
  await untilStatus(id, "failed");
  await untilIdle(id);
  await endSlowly(server);
  expect(await diskEvents(id)).toMatchObject([
    { message: expect.stringContaining("was ended at once, since it was still being set up") },
  ]);
  expect(await statesPublished("provisioning", 1)).toBe(1);
  expect(await getServer(owner, id)).toMatchObject({ failure: { code: "disk_full" } });
  expect(await sql().rows("SELECT state, error_code FROM provisioning_run WHERE resource_id = $1", [id])).toEqual([
    { state: "failed", error_code: "disk_full" },
  ]);
});

it("one that is starting stops with the reason", async () => {
  const never = { ...gameServer.plans.start.steps[2], name: "ready", timeoutMs: 60_000, act: waitForEver };
  const plans = {
    ...gameServer.plans,
    start: { ...gameServer.plans.start, steps: [...gameServer.plans.start.steps.slice(0, 2), never] },
  };
  kit = await startWorkerKit({ plans });
  const id = await makeOnlineServer(owner);
  await powerServer(owner, id, "stop");
  await untilStatus(id, "offline");
  await untilIdle(id);
  await powerServer(owner, id, "start");
  await until("the game", async () => (await realEngine().inspect(id))?.status === "running");
  const server = await untilStatus(id, "starting");
  await endSlowly(server);
  await endSlowly(server);
  await untilStatus(id, "offline");
  expect(await getServer(owner, id)).toMatchObject({ failure: { code: "disk_full" } });
  expect(await diskEvents(id)).toHaveLength(1);
  // Once for the owner's stop, once for the disk.
  expect(await statesPublished("stopping", 2)).toBe(2);
});

function waitForEver(_: unknown, { signal }: { signal: AbortSignal }): Promise<never> {
  return new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
}
