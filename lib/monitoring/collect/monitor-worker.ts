import { messageOf } from "@/lib/core/errors";
import type { Logger } from "@/lib/core/log";
import { sql } from "@/lib/db/transaction";
import { allNodes, type EngineRegistry } from "@/lib/nodes/engines";
import type { WorkloadKinds } from "@/lib/workloads/workload-definition";
import { sampleSeconds } from "../metrics/contract";
import { LocalMachine } from "./local-machine";
import { NodeServers } from "./node-servers";

type Deps = { engines: Pick<EngineRegistry, "engineOf">; kinds: WorkloadKinds; log: Logger };

const gridMs = sampleSeconds * 1000;

/**
 * What the worker process measures, every ten seconds: its own machine and the servers of all nodes. Two workers store the
 * same times, of which the first counts.
 */
export class MonitorWorker {
  readonly #deps: Deps;
  readonly #machine = new LocalMachine();
  readonly #nodes = new Map<string, NodeServers>();
  readonly #stop = new AbortController();
  #timer: NodeJS.Timeout | null = null;
  #lastMs = 0;
  readonly #running = new Map<string, Promise<void>>();

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  start(): void {
    this.#timer = setInterval(() => this.#tick(), 1_000);
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    this.#stop.abort();
    await Promise.all([...this.#running.values(), ...[...this.#nodes.values()].map((node) => node.stop())]);
  }

  /** One sample of everything, for this time. */
  async sample(atMs: number): Promise<void> {
    const machine = this.#begin("machine", () => this.#machine.sample(atMs));
    await this.#begin("nodes", () => this.#findNodes());
    // A node that does not answer delays its own figures only.
    const nodes = [...this.#nodes].map(([id, servers]) =>
      this.#begin(id, () => servers.sample(atMs, this.#stop.signal)),
    );
    await Promise.all([machine, ...nodes]);
  }

  #tick(): void {
    const now = Date.now();
    const onGrid = Math.floor(now / gridMs) * gridMs;
    // A timer that is late may miss a second, but not ten.
    const isDue = onGrid !== this.#lastMs;
    this.#lastMs = onGrid;
    if (isDue) void this.sample(onGrid);
    else void this.#begin("live", () => this.#machine.live(Math.floor(now / 1_000) * 1_000));
  }

  async #findNodes(): Promise<void> {
    const { engines, kinds, log } = this.#deps;
    for (const node of await allNodes(sql())) {
      if (this.#nodes.has(node.id)) continue;
      this.#nodes.set(node.id, new NodeServers({ node, engine: engines.engineOf(node), kinds, log }));
    }
  }

  /** Starts the work unless its last round still runs; a failure is logged and the next round repeats it. */
  #begin(name: string, work: () => Promise<void>): Promise<void> {
    const known = this.#running.get(name);
    if (known) return known;
    const done = work()
      .catch((error: unknown) => {
        if (this.#stop.signal.aborted) return;
        this.#deps.log.warn({ error: messageOf(error), work: name }, "monitoring: failed; tried again soon");
      })
      .finally(() => this.#running.delete(name));
    this.#running.set(name, done);
    return done;
  }
}
