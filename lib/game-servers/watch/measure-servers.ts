import { mib } from "@/lib/core/units";
import type { ContainerEngine } from "@/lib/provisioning/engine";
import { objectNames } from "../container-spec";
import type { LoadedServer } from "../load-server";
import type { ServerUse } from "./decide-disk";

/**
 * What the servers of one machine use of its disk, and how fast that grows. Most are measured together; one whose
 * volume takes too long is measured by itself from then on, with more time, so that it delays no other.
 */
export const quickVolumeMs = 5_000;
export const largeVolumeMs = 60_000;

type Measured = ServerUse & { at: number };

export class ServerMeasurements {
  readonly #engine: ContainerEngine;
  readonly #signal: AbortSignal;
  readonly #uses = new Map<string, Measured>();
  readonly #large = new Set<string>();

  constructor(engine: ContainerEngine, signal: AbortSignal) {
    this.#engine = engine;
    this.#signal = signal;
  }

  /** Drops the figures of servers that are not among these. */
  keep(servers: readonly LoadedServer[]): void {
    const ids = new Set(servers.map(({ id }) => id));
    for (const id of this.#uses.keys()) if (!ids.has(id)) this.#uses.delete(id);
    for (const id of this.#large) if (!ids.has(id)) this.#large.delete(id);
  }

  isLarge({ id }: Pick<LoadedServer, "id">): boolean {
    return this.#large.has(id);
  }

  /** Measures these together; those that are absent or took too long are not in the answer. */
  async measureQuick(servers: readonly LoadedServer[]): Promise<ServerUse[]> {
    const uses = await this.#measure(servers, quickVolumeMs);
    const found = new Set(uses.map((use) => use.serverId));
    for (const { id } of servers) if (!found.has(id)) this.#large.add(id);
    return uses;
  }

  /** Measures one by itself. */
  async measureLarge(server: LoadedServer): Promise<ServerUse[]> {
    const startedAt = performance.now();
    const uses = await this.#measure([server], largeVolumeMs);
    if (performance.now() - startedAt < quickVolumeMs) this.#large.delete(server.id);
    return uses;
  }

  /** The last figures of all servers but these. */
  others(measured: readonly ServerUse[]): ServerUse[] {
    const ids = new Set(measured.map((use) => use.serverId));
    return [...this.#uses.values()].filter((use) => !ids.has(use.serverId));
  }

  /** The least free bytes of any growing server; Infinity when none grows. */
  leastLeft(): number {
    const growing = [...this.#uses.values()].filter((use) => (use.bytesPerSecond ?? 0) > 0);
    return Math.min(Number.POSITIVE_INFINITY, ...growing.map((use) => use.diskMb * mib - use.bytes));
  }

  async #measure(servers: readonly LoadedServer[], volumeTimeoutMs: number): Promise<ServerUse[]> {
    const names = servers.map(({ id }) => objectNames.volume(id));
    const found = await this.#engine.volumeUse(names, { signal: this.#signal, volumeTimeoutMs });
    const at = performance.now();
    return servers.flatMap((server): ServerUse[] => {
      const use = found.get(objectNames.volume(server.id));
      if (!use) return [];
      const before = this.#uses.get(server.id);
      const perSecond = (now: number, then: number) => (now - then) / ((at - (before?.at ?? 0)) / 1000);
      const measured: Measured = {
        ...use,
        at,
        serverId: server.id,
        diskMb: server.diskMb,
        bytesPerSecond: before ? perSecond(use.bytes, before.bytes) : null,
        filesPerSecond: before ? perSecond(use.files, before.files) : null,
      };
      this.#uses.set(server.id, measured);
      return [measured];
    });
  }
}
