import { sleep } from "@/lib/core/clock";
import { messageOf } from "@/lib/core/errors";
import type { Logger } from "@/lib/core/log";
import { sql } from "@/lib/db/transaction";
import type { EngineNode } from "@/lib/nodes/engines";
import { recordDisk } from "@/lib/nodes/record-disk";
import type { ContainerEngine } from "@/lib/provisioning/engine";
import type { MachineDisk } from "@/lib/provisioning/host/machine";
import { type Workload, workloadsOnNode } from "../load-workload";
import { limitDisk } from "../work/limit-disk";
import type { WorkloadKinds } from "../workload-definition";
import {
  calmMeasureMs,
  type DiskUse,
  decideEndings,
  isFilling,
  lacksFiles,
  lacksSpace,
  nextLookMs,
  reserveBytes,
} from "./decide-disk";
import { endForDisk } from "./end-for-disk";
import { Measurements } from "./measurements";

/**
 * Watches one machine's disk where the file system enforces no limits: checks the free space more often the faster it
 * fills, measures single workloads when it fills, and ends those that exceed their size or use the reserve.
 * Slow work (recording, measuring, setting quotas) runs in parallel to the checks.
 */
const retryMs = 5_000;
const recordEveryMs = 60_000;
/** Between two measurements of single workloads while something fills. */
const shortestGapMs = 200;

type Deps = { node: EngineNode; engine: ContainerEngine; kinds: WorkloadKinds; log: Logger };
type Look = { at: number; disk: MachineDisk };
type Task = "look" | "record" | "quotas" | "measure" | "measure large";

export class DiskWatcher {
  readonly #deps: Deps;
  readonly #stop = new AbortController();
  readonly #measurements: Measurements;
  #loop: Promise<void> = Promise.resolve();
  #last: Look | null = null;
  readonly #beside = new Map<Task, Promise<void>>();
  readonly #failed = new Set<Task>();
  #measuredAt = Number.NEGATIVE_INFINITY;
  #measureMs = 0;
  #recordedAt = Number.NEGATIVE_INFINITY;
  /** Sizes in MiB that the file system knows, by workload. */
  readonly #quotas = new Map<string, number>();

  constructor(deps: Deps) {
    this.#deps = { ...deps, log: deps.log.child({ node: deps.node.name }) };
    this.#measurements = new Measurements(deps.engine, deps.kinds, this.#stop.signal);
  }

  start(): void {
    this.#loop = this.#run();
  }

  async stop(): Promise<void> {
    this.#stop.abort(new Error("the watcher is stopping"));
    await this.#loop;
    await Promise.all(this.#beside.values());
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      const pauseMs = await this.look().catch((error: unknown) => {
        this.#fail("look", error);
        return retryMs;
      });
      await sleep(pauseMs, this.#stop.signal).catch(() => {});
    }
  }

  /** Logged once: an unreachable engine is in the log already, and one that cannot measure will not change. */
  #fail(task: Task, error: unknown): void {
    if (this.#stop.signal.aborted) return;
    if (!this.#failed.has(task))
      this.#deps.log.warn({ task, error: messageOf(error) }, "the machine's disk cannot be watched completely");
    this.#failed.add(task);
  }

  /** Begins the task unless it runs already. */
  #begin(task: Task, work: () => Promise<void>): void {
    if (this.#beside.has(task)) return;
    const done = work()
      .then(() => void this.#failed.delete(task))
      .catch((error) => this.#fail(task, error))
      .finally(() => this.#beside.delete(task));
    this.#beside.set(task, done);
  }

  /** One check; resolves with the milliseconds until the next. */
  async look(): Promise<number> {
    const { isCheap, ...disk } = await this.#deps.engine.machineDisk({ signal: this.#stop.signal });
    const now = performance.now();
    const seconds = this.#last ? (now - this.#last.at) / 1000 : 0;
    const lost = (before: number, after: number) => (seconds > 0 ? (before - after) / seconds : 0);
    const lostBytes = lost(this.#last?.disk.freeBytes ?? 0, disk.freeBytes);
    const lostFiles = lost(this.#last?.disk.freeFiles ?? 0, disk.freeFiles);
    this.#last = { at: now, disk };
    this.#failed.delete("look");
    if (now - this.#recordedAt > recordEveryMs) {
      this.#recordedAt = now;
      this.#begin("record", () => this.#record(disk));
    }
    const isUrgent = isFilling(lostBytes, lostFiles) || lacksSpace(disk) || lacksFiles(disk);
    // Twice its own time: half of the machine's time at most goes into measuring.
    const gapMs = isUrgent ? Math.max(shortestGapMs, 2 * this.#measureMs) : calmMeasureMs;
    if (now - this.#measuredAt >= gapMs) this.#begin("measure", () => this.#measure());
    const leftBytes = Math.min(disk.freeBytes - reserveBytes(disk.totalBytes), this.#measurements.leastLeft());
    return nextLookMs(leftBytes, lostBytes, isCheap);
  }

  async #record(disk: MachineDisk): Promise<void> {
    const { engine, node } = this.#deps;
    const limits = await engine.limitKind({ signal: this.#stop.signal });
    await recordDisk(sql(), node.id, { disk, reserveBytes: reserveBytes(disk.totalBytes), limits });
    if (limits === "quota") this.#begin("quotas", () => this.#applyQuotas());
  }

  /** Measures the workloads that may grow and ends those that must. */
  async #measure(): Promise<void> {
    const startedAt = performance.now();
    try {
      const workloads = (await workloadsOnNode(sql(), this.#deps.node.id)).filter((workload) => mayGrow(workload));
      this.#measurements.keep(workloads);
      const large = workloads.filter((workload) => this.#measurements.isLarge(workload));
      if (large.length > 0) this.#begin("measure large", () => this.#measureLarge(large, workloads));
      const quick = workloads.filter((workload) => !this.#measurements.isLarge(workload));
      await this.#end(workloads, await this.#measurements.measureQuick(quick));
      this.#measureMs = performance.now() - startedAt;
    } catch (error) {
      this.#measureMs = retryMs / 2;
      throw error;
    } finally {
      this.#measuredAt = performance.now();
    }
  }

  async #measureLarge(large: readonly Workload[], workloads: readonly Workload[]): Promise<void> {
    for (const workload of large) await this.#end(workloads, await this.#measurements.measureLarge(workload));
  }

  async #end(workloads: readonly Workload[], uses: readonly DiskUse[]): Promise<void> {
    const { engine, kinds, log } = this.#deps;
    if (!this.#last) return;
    const others = this.#measurements.others(uses);
    for (const ending of decideEndings(uses, this.#last.disk, others)) {
      const workload = workloads.find(({ id }) => id === ending.resourceId);
      const use = [...uses, ...others].find(({ resourceId }) => resourceId === ending.resourceId);
      const definition = workload && kinds.get(workload.kind);
      if (!definition || !use) continue;
      log.warn({ ...ending, bytes: use.bytes, files: use.files }, "a workload is ended for the disk");
      await endForDisk(workload, ending, use, { definition, engine });
    }
  }

  /** Sizes that were changed, and workloads from before the machine had quotas; one failure delays no other. */
  async #applyQuotas(): Promise<void> {
    const { engine, node } = this.#deps;
    const failures: unknown[] = [];
    for (const workload of await workloadsOnNode(sql(), node.id)) {
      if (workload.status === "deleting" || this.#quotas.get(workload.id) === workload.diskMb) continue;
      try {
        const isSet = await limitDisk(engine, workload, { signal: this.#stop.signal });
        if (isSet) this.#quotas.set(workload.id, workload.diskMb);
      } catch (error) {
        this.#stop.signal.throwIfAborted();
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }
}

function mayGrow({ status }: Workload): boolean {
  return ["online", "starting", "provisioning", "stopping"].includes(status);
}
