import { env } from "@/lib/core/env";
import type { Logger } from "@/lib/core/log";
import { sql } from "@/lib/db/transaction";
import { allNodes, type EngineNode, type EngineRegistry } from "@/lib/nodes/engines";
import { IsolationKeeper } from "@/lib/nodes/isolation/keep-isolation";
import { buildSampleImage } from "@/lib/provisioning/local-images/build-sample-image";
import { DiskWatcher } from "@/lib/workloads/watch/disk-watcher";
import { NodeWatcher } from "@/lib/workloads/watch/node-watcher";
import type { WorkloadKinds } from "@/lib/workloads/workload-definition";

/**
 * The machines that this worker watches: the firewall of their containers first, then their disk, servers and events.
 * Runs ask {@link WatchedNodes.prepare} before they start, so that no game begins before its network is filtered.
 */
type Deps = {
  engines: Pick<EngineRegistry, "engineOf">;
  kinds: WorkloadKinds;
  log: Logger;
  /** How long a machine that does not answer may delay its watchers, its runs and the start of the worker. */
  protectTimeoutMs?: number;
};

type Watched = { keeper: IsolationKeeper; disk: DiskWatcher; watcher: NodeWatcher; prepared: Promise<void> };

export class WatchedNodes {
  readonly #deps: Deps;
  readonly #nodes = new Map<string, Watched>();
  #stopping = false;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Watches nodes that were added since the last look; resolves when the rules of all are set or have timed out. */
  async look(): Promise<void> {
    const nodes = await allNodes(sql());
    await Promise.all(nodes.map((node) => this.prepare(node)));
  }

  /** Resolves when this node's rules were set once, or the node did not answer in time; never rejects. */
  prepare(node: EngineNode): Promise<void> {
    const known = this.#nodes.get(node.id);
    if (known) return known.prepared;
    if (this.#stopping) return Promise.resolve();
    const { engines, kinds, log, protectTimeoutMs = 5_000 } = this.#deps;
    const engine = engines.engineOf(node);
    const keeper = new IsolationKeeper(node, engine, log);
    const protect = () => keeper.protect(protectTimeoutMs);
    const watcher = new NodeWatcher({
      node,
      engine,
      kinds,
      log,
      whenUp: {
        beforeRuns: protect,
        onReachable: async () => {
          // An engine that came up after the panel has no sample game yet.
          if (node.dockerHost === null) await buildSampleImage({ dockerHost: env().DOCKER_HOST });
        },
      },
    });
    const disk = new DiskWatcher({ node, engine, kinds, log });
    const prepared = protect().then(() => {
      if (this.#stopping) return;
      disk.start();
      watcher.start();
    });
    this.#nodes.set(node.id, { keeper, disk, watcher, prepared });
    return prepared;
  }

  /** One check of the rules of every node. */
  async keepIsolation(): Promise<void> {
    await Promise.all([...this.#nodes.values()].map(({ keeper }) => keeper.round()));
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    const nodes = [...this.#nodes.values()];
    await Promise.all(nodes.flatMap(({ keeper, disk, watcher }) => [keeper.stop(), disk.stop(), watcher.stop()]));
  }
}
