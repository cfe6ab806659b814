import { sleep } from "@/lib/core/clock";
import { messageOf } from "@/lib/core/errors";
import type { Logger } from "@/lib/core/log";
import { mib } from "@/lib/core/units";
import { sql } from "@/lib/db/transaction";
import type { EngineNode } from "@/lib/nodes/engines";
import { recordDisk } from "@/lib/nodes/record-disk";
import type { ContainerEngine } from "@/lib/provisioning/engine";
import type { MachineDisk, VolumeUse } from "@/lib/provisioning/host/disk";
import { objectNames } from "../container-spec";
import { type LoadedServer, serversOnNode } from "../load-server";
import type { Publish } from "../work/context";
import { limitDisk } from "../work/limit-disk";
import {
  calmMeasureMs,
  decideEndings,
  isFilling,
  lacksFiles,
  lacksSpace,
  nextLookMs,
  reserveBytes,
  type ServerUse,
} from "./decide-disk";
import { endForDisk } from "./end-for-disk";

/**
 * Watches one machine's disk where the file system sets no limits of its own: looks at the free space as often as it
 * fills, measures single servers when something fills, and ends those that are beyond their size or eat the reserve.
 */
const retryMs = 5_000;
const recordEveryMs = 60_000;
/** Between two measurements of single servers while something fills. */
const shortestGapMs = 200;

type Deps = { node: EngineNode; engine: ContainerEngine; publish: Publish; log: Logger };
type Look = { at: number; disk: MachineDisk };

export class DiskWatcher {
  readonly #deps: Deps;
  readonly #stop = new AbortController();
  #loop: Promise<void> = Promise.resolve();
  #last: Look | null = null;
  #failed = false;
  #measuredAt = Number.NEGATIVE_INFINITY;
  #measureMs = 0;
  #recordedAt = Number.NEGATIVE_INFINITY;
  /** Sizes in MiB that the file system knows, by server. */
  readonly #quotas = new Map<string, number>();
  #uses = new Map<string, VolumeUse & { at: number }>();

  constructor(deps: Deps) {
    this.#deps = { ...deps, log: deps.log.child({ node: deps.node.name }) };
  }

  start(): void {
    this.#loop = this.#run();
  }

  async stop(): Promise<void> {
    this.#stop.abort(new Error("the watcher is stopping"));
    await this.#loop;
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      const pauseMs = await this.look().catch((error: unknown) => {
        if (this.#stop.signal.aborted) return 0;
        // Once: an engine that is away is in the log already, and one that allows no measuring stays so.
        if (!this.#failed) this.#deps.log.warn({ error: messageOf(error) }, "the machine's disk cannot be measured");
        this.#failed = true;
        return retryMs;
      });
      await sleep(pauseMs, this.#stop.signal).catch(() => {});
    }
  }

  /** One look; resolves with the milliseconds until the next. */
  async look(): Promise<number> {
    const { engine } = this.#deps;
    const { isCheap, ...disk } = await engine.machineDisk({ signal: this.#stop.signal });
    const now = performance.now();
    const seconds = this.#last ? (now - this.#last.at) / 1000 : 0;
    const lost = (before: number, after: number) => (seconds > 0 ? (before - after) / seconds : 0);
    const lostBytes = lost(this.#last?.disk.freeBytes ?? 0, disk.freeBytes);
    const lostFiles = lost(this.#last?.disk.freeFiles ?? 0, disk.freeFiles);
    this.#last = { at: now, disk };
    this.#failed = false;
    const isUrgent = isFilling(lostBytes, lostFiles) || lacksSpace(disk) || lacksFiles(disk);
    const gapMs = isUrgent ? Math.max(shortestGapMs, 2 * this.#measureMs) : calmMeasureMs;
    let leftBytes = disk.freeBytes - reserveBytes(disk.totalBytes);
    if (now - this.#measuredAt >= gapMs) leftBytes = Math.min(leftBytes, await this.#measure(disk));
    if (now - this.#recordedAt > recordEveryMs) {
      this.#recordedAt = now;
      const limits = await engine.limitKind({ signal: this.#stop.signal });
      await recordDisk(sql(), this.#deps.node.id, { disk, reserveBytes: reserveBytes(disk.totalBytes), limits });
      if (limits === "quota") await this.#applyQuotas();
    }
    return nextLookMs(leftBytes, lostBytes, isCheap);
  }

  /** Measures each server and ends those that must; resolves with the least that a growing one has left. */
  async #measure(disk: MachineDisk): Promise<number> {
    const { engine, node, publish, log } = this.#deps;
    const startedAt = performance.now();
    const servers = (await serversOnNode(sql(), node.id)).filter((server) => mayGrow(server));
    const volumes = servers.map((server) => objectNames.volume(server.id));
    const found = await engine.volumeUse(volumes, { signal: this.#stop.signal });
    this.#measuredAt = performance.now();
    this.#measureMs = this.#measuredAt - startedAt;
    const uses = servers.flatMap((server) => this.#useOf(server, found.get(objectNames.volume(server.id))));
    this.#uses = new Map(uses.map((use) => [use.serverId, { ...use, at: this.#measuredAt }]));
    for (const ending of decideEndings(uses, disk)) {
      const server = servers.find(({ id }) => id === ending.serverId);
      const use = uses.find(({ serverId }) => serverId === ending.serverId);
      if (!server || !use) continue;
      log.warn({ ...ending, bytes: use.bytes, files: use.files }, "a server is ended for the disk");
      await endForDisk(server, ending, use, { engine, publish });
    }
    const growing = uses.filter((use) => (use.bytesPerSecond ?? 0) > 0);
    return Math.min(Number.POSITIVE_INFINITY, ...growing.map((use) => use.diskMb * mib - use.bytes));
  }

  /** Sizes that were changed, and servers from before the machine had quotas. */
  async #applyQuotas(): Promise<void> {
    for (const server of await serversOnNode(sql(), this.#deps.node.id)) {
      if (!mayGrow(server) || this.#quotas.get(server.id) === server.diskMb) continue;
      await limitDisk(this.#deps.engine, server, this.#stop.signal);
      this.#quotas.set(server.id, server.diskMb);
    }
  }

  #useOf(server: LoadedServer, use: VolumeUse | undefined): ServerUse[] {
    if (!use) return [];
    const before = this.#uses.get(server.id);
    const seconds = before ? (this.#measuredAt - before.at) / 1000 : 0;
    const perSecond = (now: number, then: number) => (seconds > 0 ? (now - then) / seconds : null);
    return [
      {
        ...use,
        serverId: server.id,
        diskMb: server.diskMb,
        bytesPerSecond: before ? perSecond(use.bytes, before.bytes) : null,
        filesPerSecond: before ? perSecond(use.files, before.files) : null,
      },
    ];
  }
}

function mayGrow({ status }: LoadedServer): boolean {
  return ["online", "starting", "provisioning", "stopping"].includes(status);
}
