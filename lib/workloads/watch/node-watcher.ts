import { sleep } from "@/lib/core/clock";
import { env } from "@/lib/core/env";
import { messageOf } from "@/lib/core/errors";
import type { Logger } from "@/lib/core/log";
import { sql } from "@/lib/db/transaction";
import { type EngineNode, recordEngineHealth } from "@/lib/nodes/engines";
import { type ContainerEngine, type EngineEvent, labels } from "@/lib/provisioning/engine";
import { objectNames } from "../container-spec";
import { findWorkload } from "../load-workload";
import { wakeWaitingRuns } from "../work/waiting-runs";
import type { WorkloadKinds } from "../workload-definition";
import { describeReport, reconcileNode, repairWorkload } from "./reconciler";

const roundMs = 60_000;
const reconnectMs = 2_000;
const engineEndMs = 1_500;
const relevant = new Set(["die", "destroy", "start", "oom"]);

/** Work at each start of the engine: `beforeRuns` before the runs that wait for it continue. */
export type WhenUp = { beforeRuns: () => Promise<void>; onReachable: () => Promise<void> };

export type NodeWatcherOptions = {
  node: EngineNode;
  engine: ContainerEngine;
  kinds: WorkloadKinds;
  log: Logger;
  whenUp?: WhenUp;
};

/**
 * Watches one node: reconciles at start, every minute and
 * whenever the engine comes back, and checks a workload after each of its container's events. Several workers may
 * watch the same node: every repair is guarded in SQL.
 */
export class NodeWatcher {
  readonly #node: EngineNode;
  readonly #engine: ContainerEngine;
  readonly #kinds: WorkloadKinds;
  readonly #log: Logger;
  readonly #whenUp: WhenUp | undefined;
  readonly #stop = new AbortController();
  #loops: Promise<unknown>[] = [];
  #reachable: boolean | null = null;
  /** `onReachable` was called since the engine came up. */
  #isPrepared = false;
  #watchedSince: Date | null = null;

  constructor({ node, engine, kinds, log, whenUp }: NodeWatcherOptions) {
    this.#node = node;
    this.#whenUp = whenUp;
    this.#engine = engine;
    this.#kinds = kinds;
    this.#log = log.child({ node: node.name });
  }

  start(): void {
    this.#loops = [this.#followEvents(), this.#rounds()];
  }

  async stop(): Promise<void> {
    this.#stop.abort(new Error("the watcher is stopping"));
    await Promise.allSettled(this.#loops);
  }

  async #rounds(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      await this.round();
      await sleep(this.#reachable ? roundMs : 5_000, this.#stop.signal).catch(() => {});
    }
  }

  /** One comparison of database and engine; never rejects. */
  async round(): Promise<void> {
    if (!(await this.#ask())) return;
    if (!this.#isPrepared) {
      this.#isPrepared = true;
      await this.#whenUp
        ?.onReachable()
        .catch((error) => this.#log.warn({ error: messageOf(error) }, "no image could be built"));
    }
    try {
      const report = await reconcileNode(this.#deps());
      const busy = report.repaired.length + report.orphanContainers.length + report.orphanVolumes.length > 0;
      this.#log[busy ? "info" : "debug"](report, describeReport(report));
    } catch (error) {
      if (!this.#stop.signal.aborted)
        this.#log.warn({ error: messageOf(error) }, "reconciling failed; tried again next minute");
    }
  }

  /** Asks the engine whether it answers, and records that; never rejects. */
  async #ask(): Promise<boolean> {
    try {
      const info = await this.#engine.info({ signal: this.#stop.signal });
      await recordEngineHealth(sql(), this.#node.id, { version: info.version });
      // The machine may have been restarted with its engine, and have lost the rules that filter its containers.
      if (!this.#reachable) await this.#whenUp?.beforeRuns();
      this.#reachable = true;
      await wakeWaitingRuns(sql(), this.#node.id);
      return true;
    } catch (error) {
      if (this.#stop.signal.aborted) return false;
      if (this.#reachable !== false) this.#log.warn({ error: messageOf(error) }, "the engine is not reachable");
      this.#reachable = false;
      this.#isPrepared = false;
      await recordEngineHealth(sql(), this.#node.id, { error: messageOf(error) }).catch(() => {});
      return false;
    }
  }

  #deps() {
    return {
      node: this.#node,
      engine: this.#engine,
      kinds: this.#kinds,
      log: this.#log,
      watchedSince: this.#watchedSince,
    };
  }

  async #followEvents(): Promise<void> {
    const own = { [labels.installation]: env().INSTALLATION_ID };
    while (!this.#stop.signal.aborted) {
      try {
        this.#watchedSince = new Date();
        for await (const event of this.#engine.events(own, { signal: this.#stop.signal })) {
          if (relevant.has(event.action)) void this.#onEvent(event);
        }
      } catch {
        // The rounds detect and log it; here we only reconnect.
      }
      this.#watchedSince = null;
      // Until the engine answers: without this check it would count as unreachable until the next round.
      do {
        if (this.#stop.signal.aborted) return;
        await sleep(reconnectMs, this.#stop.signal).catch(() => {});
      } while (!(await this.#ask()));
      void this.round();
    }
  }

  /**
   * An engine that shuts down stops its containers first and itself a moment later: a normal exit is handled only
   * if the engine still runs after it. A crash is handled at once.
   */
  async #letEngineEnd(event: EngineEvent): Promise<void> {
    if (event.exitCode === 0) await sleep(engineEndMs, this.#stop.signal);
  }

  async #onEvent(event: EngineEvent): Promise<void> {
    const resourceId = event.labels[labels.resource];
    if (!resourceId) return;
    try {
      const workload = await findWorkload(sql(), resourceId);
      if (!workload || event.labels[labels.role] !== this.#kinds.get(workload.kind)?.role) return;
      if (event.action === "die" && workload.status === "online") await this.#letEngineEnd(event);
      const state = await this.#engine.inspect(objectNames.container(workload.id));
      await repairWorkload(workload, state, this.#deps());
    } catch (error) {
      if (!this.#stop.signal.aborted)
        this.#log.warn({ resource: resourceId, error: messageOf(error) }, "an engine event was not handled");
    }
  }
}
