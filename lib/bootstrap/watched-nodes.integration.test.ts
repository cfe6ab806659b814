import { createServer as createTcpServer, type Socket } from "node:net";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { env } from "@/lib/core/env";
import { createLogger } from "@/lib/core/log";
import { DatabaseListener } from "@/lib/db/database-listener";
import { sql } from "@/lib/db/transaction";
import { gameServer } from "@/lib/game-servers/game-server";
import { createServer } from "@/lib/game-servers/lifecycle/create-server";
import { EngineRegistry } from "@/lib/nodes/engines";
import type { ContainerEngine } from "@/lib/provisioning/engine";
import { buildSampleImage } from "@/lib/provisioning/local-images/build-sample-image";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeNode, makeUser } from "@/lib/testing/fixtures";
import { freePortRange } from "@/lib/testing/free-port-range";
import { realEngine, smallServer, sweepEngine, untilIdle, untilStatus } from "@/lib/testing/worker-kit";
import { resourceKinds } from "@/lib/workloads/define-workload";
import { workloadResource } from "@/lib/workloads/work/open-workload-run";
import { RunWorker } from "@/lib/workloads/work/run-worker";
import { workloads } from "./modules";
import { WatchedNodes } from "./watched-nodes";

/** The real engine, whose every change of the firewall and start of a container is noted with its outcome. */
const log = createLogger("test", "silent");
const publish = async () => true;
let environment: TestEnvironment;
let owner: Actor;
let nodes: WatchedNodes | undefined;
let worker: RunWorker | undefined;
const calls: string[] = [];
const sockets: Socket[] = [];

function recorded(): ContainerEngine {
  const engine = realEngine();
  return {
    ...engine,
    isolate: async (wish, options) => {
      const state = await engine.isolate(wish, options);
      calls.push(`rules ${state.state}`);
      return state;
    },
    start: async (name, options) => {
      calls.push("start");
      await engine.start(name, options);
    },
  };
}

beforeAll(async () => {
  environment = await openTestEnvironment();
  await buildSampleImage({ dockerHost: "unix:///var/run/docker.sock" });
  await makeNode(await freePortRange(5));
  owner = await makeUser("ADMIN");
  await realEngine().endIsolation();
});
afterEach(async () => {
  await Promise.all([nodes?.stop(), worker?.stop()]);
});
afterAll(async () => {
  await realEngine().endIsolation();
  await sweepEngine();
  await environment.close();
});

it("a run starts no game before the machine's rules are set, also on a node that nobody has looked at yet", async () => {
  const engines = new EngineRegistry(log);
  const engine = recorded();
  const watched = new WatchedNodes({ kinds: workloads, engines: { engineOf: () => engine }, log });
  nodes = watched;
  // The runs' own engine goes through the same record.
  engines.engineOf = () => engine;
  const listener = new DatabaseListener({ databaseUrl: env().DATABASE_URL, log });
  worker = new RunWorker({
    kinds: resourceKinds([workloadResource(gameServer, { engines, beforeRun: (node) => watched.prepare(node) })]),
    databaseUrl: env().DATABASE_URL,
    listener,
    publish,
    log,
  });
  const { id } = await createServer(owner, smallServer);
  await worker.start();
  await untilStatus(id, "online");
  await untilIdle(id);
  expect(calls[0]).toBe("rules set");
  expect(calls).toContain("start");
});

it("a node that does not answer holds nothing up", async () => {
  const silent = createTcpServer((socket) => sockets.push(socket));
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  const { port } = silent.address() as { port: number };
  const id = await makeNode({ ...(await freePortRange(2)), name: "silent" });
  await sql().run("UPDATE node SET docker_host = $2 WHERE id = $1", [id, `tcp://127.0.0.1:${port}`]);
  nodes = new WatchedNodes({ kinds: workloads, engines: new EngineRegistry(log), log, protectTimeoutMs: 300 });
  // Far less than the engine's own deadline of 30 s, which would end the test.
  await nodes.look();
  await nodes.stop();
  for (const socket of sockets) socket.destroy();
  silent.close();
}, 15_000);
