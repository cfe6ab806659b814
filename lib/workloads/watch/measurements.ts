import { mib } from "@/lib/core/units";
import type { ContainerEngine } from "@/lib/provisioning/engine";
import { objectNames } from "../container-spec";
import type { Workload } from "../load-workload";
import type { WorkloadKinds } from "../workload-definition";
import type { DiskUse } from "./decide-disk";

/**
 * What the workloads of one machine use of its disk, and how fast that grows. Most are measured together; one whose
 * volume takes too long is measured by itself from then on, with more time, so that it delays no other.
 */
export const quickVolumeMs = 5_000;
export const largeVolumeMs = 60_000;

type Measured = DiskUse & { at: number };

export class Measurements {
  readonly #engine: ContainerEngine;
  readonly #kinds: WorkloadKinds;
  readonly #signal: AbortSignal;
  readonly #uses = new Map<string, Measured>();
  readonly #large = new Set<string>();

  constructor(engine: ContainerEngine, kinds: WorkloadKinds, signal: AbortSignal) {
    this.#engine = engine;
    this.#kinds = kinds;
    this.#signal = signal;
  }

  /** Drops the figures of workloads that are not among these. */
  keep(workloads: readonly Workload[]): void {
    const ids = new Set(workloads.map(({ id }) => id));
    for (const id of this.#uses.keys()) if (!ids.has(id)) this.#uses.delete(id);
    for (const id of this.#large) if (!ids.has(id)) this.#large.delete(id);
  }

  isLarge({ id }: Pick<Workload, "id">): boolean {
    return this.#large.has(id);
  }

  /** Measures these together; those that are absent or took too long are not in the answer. */
  async measureQuick(workloads: readonly Workload[]): Promise<DiskUse[]> {
    const uses = await this.#measure(workloads, quickVolumeMs);
    const found = new Set(uses.map((use) => use.resourceId));
    for (const { id } of workloads) if (!found.has(id)) this.#large.add(id);
    return uses;
  }

  /** Measures one by itself. */
  async measureLarge(workload: Workload): Promise<DiskUse[]> {
    const startedAt = performance.now();
    const uses = await this.#measure([workload], largeVolumeMs);
    if (performance.now() - startedAt < quickVolumeMs) this.#large.delete(workload.id);
    return uses;
  }

  /** The last figures of all workloads but these. */
  others(measured: readonly DiskUse[]): DiskUse[] {
    const ids = new Set(measured.map((use) => use.resourceId));
    return [...this.#uses.values()].filter((use) => !ids.has(use.resourceId));
  }

  /** The least free bytes of any growing workload; Infinity when none grows. */
  leastLeft(): number {
    const growing = [...this.#uses.values()].filter((use) => (use.bytesPerSecond ?? 0) > 0);
    return Math.min(Number.POSITIVE_INFINITY, ...growing.map((use) => use.diskMb * mib - use.bytes));
  }

  #volumesOf({ id, kind }: Workload): string[] {
    return (this.#kinds.get(kind)?.volumes ?? []).map((name) => objectNames.volume(id, name));
  }

  async #measure(workloads: readonly Workload[], volumeTimeoutMs: number): Promise<DiskUse[]> {
    const names = workloads.flatMap((workload) => this.#volumesOf(workload));
    const found = await this.#engine.volumeUse(names, { signal: this.#signal, volumeTimeoutMs });
    const at = performance.now();
    return workloads.flatMap((workload): DiskUse[] => {
      const uses = this.#volumesOf(workload).map((name) => found.get(name));
      // One that is absent, or took too long, makes the sum unknown.
      if (!uses.every((one) => one !== undefined)) return [];
      const use = uses.reduce((sum, one) => ({ bytes: sum.bytes + one.bytes, files: sum.files + one.files }));
      const before = this.#uses.get(workload.id);
      const perSecond = (now: number, then: number) => (now - then) / ((at - (before?.at ?? 0)) / 1000);
      const measured: Measured = {
        ...use,
        at,
        resourceId: workload.id,
        diskMb: workload.diskMb,
        bytesPerSecond: before ? perSecond(use.bytes, before.bytes) : null,
        filesPerSecond: before ? perSecond(use.files, before.files) : null,
      };
      this.#uses.set(workload.id, measured);
      return [measured];
    });
  }
}
