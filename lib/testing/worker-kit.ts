import type { Actor } from "@/lib/access/actor";
import { env } from "@/lib/core/env";
import { createLogger } from "@/lib/core/log";
import { DatabaseListener } from "@/lib/db/database-listener";
import { sql } from "@/lib/db/transaction";
import { EventRelay } from "@/lib/events/event-relay";
import { gameServer } from "@/lib/game-servers/game-server";
import { createServer } from "@/lib/game-servers/lifecycle/create-server";
import { deleteServer } from "@/lib/game-servers/lifecycle/delete-server";
import { findServer, type LoadedServer } from "@/lib/game-servers/load-server";
import { EngineRegistry, findNode } from "@/lib/nodes/engines";
import { createDockerEngine } from "@/lib/provisioning/docker/engine";
import { type ContainerEngine, labels } from "@/lib/provisioning/engine";
import { resourceKinds, workloadKinds } from "@/lib/workloads/define-workload";
import { publishStatuses } from "@/lib/workloads/publication/publish-status";
import type { Publication, ResourceKind } from "@/lib/workloads/runs/resource-kind";
import { NodeWatcher } from "@/lib/workloads/watch/node-watcher";
import { workloadResource } from "@/lib/workloads/work/open-workload-run";
import { RunWorker } from "@/lib/workloads/work/run-worker";
import type { RunPlans, WorkloadDefinition } from "@/lib/workloads/workload-definition";
import { testInstallationId } from "./environment";
import { until } from "./until";

/** A worker in the test's own process, on the real engine; what it publishes is kept. */
export type PublishedEvent = { serverId: string; event: string; data: Record<string, unknown>; at: number };

export type WorkerKit = {
  worker: RunWorker;
  published: PublishedEvent[];
  engine: ContainerEngine;
  stop(): Promise<void>;
};

export async function startWorkerKit(
  options: {
    plans?: RunPlans;
    kinds?: readonly WorkloadDefinition[];
    resources?: readonly ResourceKind[];
    watchNode?: string;
  } = {},
): Promise<WorkerKit> {
  const log = createLogger("test-worker", process.env.TEST_LOG_LEVEL ?? "silent");
  const engines = new EngineRegistry(log);
  const published: PublishedEvent[] = [];
  const publish = async (serverId: string, { event, data }: Publication) => {
    published.push({ serverId, event, data, at: performance.now() });
    return true;
  };
  const game = options.plans ? { ...gameServer, plans: options.plans } : gameServer;
  const kinds = workloadKinds([game, ...(options.kinds ?? [])]);
  const databaseUrl = env().DATABASE_URL;
  const listener = new DatabaseListener({ databaseUrl, log });
  const containers = [...kinds.values()].map((kind) => workloadResource(kind, { engines }));
  const all = resourceKinds([...containers, ...(options.resources ?? [])]);
  const worker = new RunWorker({ databaseUrl, listener, kinds: all, publish, log });
  const events = new EventRelay({ listener, reactions: [publishStatuses(all, publish)], log });
  await listener.start();
  events.start();
  await worker.start();
  const node = options.watchNode ? await findNode(sql(), options.watchNode) : null;
  const watcher = node ? new NodeWatcher({ node, engine: engines.engineOf(node), kinds, log }) : null;
  // A test that cut the engine left the node marked as away: the first look is over before anything is created.
  await watcher?.round();
  watcher?.start();
  return {
    worker,
    published,
    engine: realEngine(),
    async stop() {
      await Promise.all([worker.stop(), watcher?.stop()]);
      await events.stop();
      await listener.stop();
    },
  };
}

/** The engine itself, past whatever the process under test goes through. */
export function realEngine(): ContainerEngine {
  return createDockerEngine({
    dockerHost: process.env.TEST_DOCKER_HOST ?? "unix:///var/run/docker.sock",
    installationId: testInstallationId,
    networkCidr: "10.210.0.0/16",
  });
}

export function untilStatus(id: string, status: string, timeoutMs = 30_000): Promise<LoadedServer> {
  let last = "";
  return until(
    `${id} to be ${status}`,
    async () => {
      const server = await findServer(sql(), id);
      last = server?.status ?? "gone";
      return last === status ? server : null;
    },
    timeoutMs,
  ).catch((error) => {
    throw new Error(`${error.message}; it is ${last}`);
  });
}

/** A volume with very many files takes the engine a minute on a slow disk. */
export function untilGone(id: string, timeoutMs = 120_000): Promise<true> {
  return until(`${id} to be gone`, async () => (await findServer(sql(), id)) === null, timeoutMs);
}

export function untilIdle(id: string, timeoutMs = 60_000): Promise<true> {
  return until(
    `runs of ${id} to end`,
    async () =>
      (await sql().row("SELECT 1 FROM provisioning_run WHERE resource_id = $1 AND finished_at IS NULL", [id])) === null,
    timeoutMs,
  );
}

/** A server that fits on any node of the tests. */
export const smallServer = { name: "World", memory: 0.5, diskSpace: 1, cpu: 1, environment: {} };

/** Makes a {@link smallServer} and waits until it is online and its run has ended. */
export async function makeOnlineServer(owner: Actor): Promise<string> {
  const { id } = await createServer(owner, smallServer);
  await untilStatus(id, "online");
  await untilIdle(id);
  return id;
}

/** Deletes the server and waits until nothing of it is left. */
export async function removeServer(owner: Actor, id: string): Promise<void> {
  await deleteServer(owner, id);
  await untilGone(id);
  await untilIdle(id);
}

/** Everything of this installation at the engine, and everything reserved in the database: for "as before". */
export async function residue(): Promise<Record<string, unknown>> {
  const own = { [labels.installation]: testInstallationId };
  const engine = realEngine();
  const [containers, volumes, networks, ports, nodes] = await Promise.all([
    engine.list(own),
    engine.listVolumes(own),
    engine.listNetworks(own),
    sql().rows<{ state: string; n: number }>(
      "SELECT state, count(*)::int AS n FROM port GROUP BY state ORDER BY state",
    ),
    sql().rows("SELECT reserved_memory_mb, reserved_cpu_milli, reserved_disk_mb FROM node ORDER BY id"),
  ]);
  return {
    containers: containers.map((item) => item.name).sort(),
    volumes: volumes.map((item) => item.name).sort(),
    networks: networks.map((item) => item.name).sort(),
    ports: ports.map(({ state, n }) => `${state}:${n}`),
    nodes,
  };
}

/** Removes whatever a failed test left at the engine. */
export async function sweepEngine(): Promise<void> {
  const own = { [labels.installation]: testInstallationId };
  const engine = realEngine();
  for (const { name } of await engine.list(own)) await engine.remove(name);
  for (const { name } of await engine.listVolumes(own)) await engine.removeVolume(name);
  for (const { name } of await engine.listNetworks(own)) await engine.removeNetworkIfUnused(name);
}
