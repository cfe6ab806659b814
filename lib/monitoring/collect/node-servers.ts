import { messageOf } from "@/lib/core/errors";
import type { Logger } from "@/lib/core/log";
import { sql } from "@/lib/db/transaction";
import type { EngineNode } from "@/lib/nodes/engines";
import { portsOf } from "@/lib/nodes/ports/ports";
import type { ContainerEngine, StatsCounters } from "@/lib/provisioning/engine";
import { objectNames } from "@/lib/workloads/container-spec";
import { type Workload, workloadsOnNode } from "@/lib/workloads/load-workload";
import type { ProbeFigures } from "@/lib/workloads/readiness/probe";
import { hasFigures, measureProbe } from "@/lib/workloads/readiness/readiness-registry";
import { dialAddress, readinessPort } from "@/lib/workloads/readiness/wait-until-ready";
import type { WorkloadKinds } from "@/lib/workloads/workload-definition";
import { publishReadings } from "../publication/publish-readings";
import { sampleQueue } from "../samples/sample-queue";
import type { Sample } from "../samples/store-samples";
import { subjectsOf } from "../subjects/subjects";
import { readingsOf } from "./server-figures";

/**
 * Figures of the servers of one node, always, not only while somebody looks. One poll of all containers every ten seconds: a
 * stream for each would have the engine measure each of them every second. Their size on the disk and their players are read
 * less often.
 */
type Deps = { node: EngineNode; engine: ContainerEngine; kinds: WorkloadKinds; log: Logger };

const callMs = 5_000;
const pingEveryMs = 30_000;
const diskEveryMs = 5 * 60_000;
const atOnce = 8;

export class NodeServers {
  readonly #deps: Deps;
  readonly #before = new Map<string, StatsCounters>();
  readonly #disks = new Map<string, number>();
  readonly #pings = new Map<string, { at: number; figures: ProbeFigures | null }>();
  readonly #pingingIds = new Set<string>();
  #pinging: Promise<void> = Promise.resolve();
  #diskAt = Number.NEGATIVE_INFINITY;
  #measuring: Promise<void> | null = null;
  #hasFailed = false;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Takes and stores a sample of every server that runs. */
  async sample(atMs: number, signal: AbortSignal): Promise<void> {
    const running = (await workloadsOnNode(sql(), this.#deps.node.id)).filter(({ status }) => status === "online");
    this.#forget(running);
    const subjects = await subjectsOf(
      "server",
      running.map(({ id }) => id),
    );
    this.#measureDisks(running, signal);
    const samples: Sample[] = [];
    await inParallel(running, async (workload) => {
      const subject = subjects.get(workload.id);
      const readings = subject && (await this.#readingsOf(workload, signal));
      if (!readings) return;
      const sample = { subject: subject.id, atMs, readings, skewMs: 0 };
      samples.push(sample);
      if (subject.watchSeconds > 0) publishReadings({ kind: "server", resourceId: workload.id }, [sample]);
    });
    // Beside the samples: a server that does not answer must not delay the figures of the others.
    this.#pinging = Promise.all([this.#pinging, this.#pingDue(running, signal)]).then(() => {});
    await sampleQueue.add(samples);
  }

  async stop(): Promise<void> {
    await Promise.all([this.#measuring, this.#pinging]);
  }

  #forget(running: readonly Workload[]): void {
    const ids = new Set(running.map(({ id }) => id));
    for (const map of [this.#before, this.#disks, this.#pings]) {
      for (const id of map.keys()) if (!ids.has(id)) map.delete(id);
    }
  }

  async #readingsOf(workload: Workload, signal: AbortSignal): Promise<Float32Array | null> {
    const { engine, log, node } = this.#deps;
    try {
      const counters = await engine.readStats(objectNames.container(workload.id), { signal: withDeadline(signal) });
      if (counters === null) return null;
      const figures = this.#takePing(workload.id);
      const readings = readingsOf({
        counters,
        before: this.#before.get(workload.id),
        limits: workload,
        diskBytes: this.#disks.get(workload.id) ?? null,
        players: figures?.playersOnline ?? null,
        pingMs: figures?.latencyMs ?? null,
      });
      this.#before.set(workload.id, counters);
      this.#hasFailed = false;
      return readings;
    } catch (error) {
      // Once: an engine that cannot be reached is in the log already.
      if (!this.#hasFailed && !signal.aborted) {
        log.warn({ node: node.name, error: messageOf(error) }, "the figures of servers cannot be read");
      }
      this.#hasFailed = true;
      return null;
    }
  }

  /** The last answer, once: it belongs to the sample that follows it; the samples in between have no value. */
  #takePing(id: string): ProbeFigures | null {
    const last = this.#pings.get(id);
    if (!last) return null;
    this.#pings.set(id, { at: last.at, figures: null });
    return last.figures;
  }

  /** Asks those that were not asked for half a minute. */
  async #pingDue(running: readonly Workload[], signal: AbortSignal): Promise<void> {
    const now = performance.now();
    const due = running.filter(
      ({ id }) =>
        !this.#pingingIds.has(id) && now - (this.#pings.get(id)?.at ?? Number.NEGATIVE_INFINITY) >= pingEveryMs,
    );
    for (const { id } of due) this.#pingingIds.add(id);
    await inParallel(due, async (workload) => {
      const figures = await this.#ping(workload, signal).catch(() => null);
      this.#pings.set(workload.id, { at: performance.now(), figures });
      this.#pingingIds.delete(workload.id);
    });
  }

  async #ping(workload: Workload, signal: AbortSignal): Promise<ProbeFigures | null> {
    const { engine, kinds, node } = this.#deps;
    const spec = await kinds.get(workload.kind)?.spec(sql(), workload);
    if (!spec || !hasFigures(spec.readiness)) return null;
    const port = readinessPort(spec, await portsOf(sql(), workload.id));
    if (!port) return null;
    const host = dialAddress(port.bindAddress, port.publicAddress, node.dockerHost === null);
    const container = objectNames.container(workload.id);
    const target = { address: { host, port: port.port }, engine, container, timeoutMs: callMs, signal };
    return measureProbe(spec.readiness, target);
  }

  #measureDisks(running: readonly Workload[], signal: AbortSignal): void {
    if (this.#measuring || performance.now() - this.#diskAt < diskEveryMs || running.length === 0) return;
    this.#diskAt = performance.now();
    this.#measuring = this.#measure(running, signal)
      .catch(() => {})
      .finally(() => {
        this.#measuring = null;
      });
  }

  async #measure(running: readonly Workload[], signal: AbortSignal): Promise<void> {
    const { engine, kinds } = this.#deps;
    const volumes = new Map(
      running.map(({ id, kind }) => [id, (kinds.get(kind)?.volumes ?? []).map((name) => objectNames.volume(id, name))]),
    );
    const uses = await engine.volumeUse([...volumes.values()].flat(), { signal });
    for (const [id, names] of volumes) {
      const bytes = names.map((name) => uses.get(name)?.bytes).filter((value) => value !== undefined);
      if (bytes.length > 0)
        this.#disks.set(
          id,
          bytes.reduce((sum, value) => sum + value, 0),
        );
    }
  }
}

const withDeadline = (signal: AbortSignal) => AbortSignal.any([signal, AbortSignal.timeout(callMs)]);

async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const left = [...items];
  const lane = async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}
