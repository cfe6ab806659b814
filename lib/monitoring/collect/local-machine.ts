import { hostname, release, type } from "node:os";
import { Collection, columnNames } from "@/clients/agent/collectors/collection";
import { Containers } from "@/clients/agent/collectors/containers";
import { readOrNull } from "@/clients/agent/collectors/proc-file";
import { fingerprint, namedFingerprint } from "@/clients/agent/fingerprint";
import { readFacts } from "@/clients/agent/run/facts";
import { version } from "@/clients/agent/version";
import { newId } from "@/lib/core/ids";
import { sql } from "@/lib/db/transaction";
import { samplesOf } from "../agents/take-metrics";
import { keepLocalMachine } from "../machines/local-machine.sql";
import { placeOf } from "../metrics/contract";
import { publishReadings } from "../publication/publish-readings";
import { sampleQueue } from "../samples/sample-queue";
import { subjectsOf } from "../subjects/subjects";

/** The panel's own machine: the figures of the agent, without an agent. It belongs to nobody, so that staff sees it. */
const factsMs = 10 * 60_000;
const places = columnNames.map(placeOf);

export class LocalMachine {
  readonly #collection = new Collection();
  readonly #liveCollection = new Collection();
  readonly #containers = new Containers();
  #machine: { id: string; subject: number } | null = null;
  #factsAt = Number.NEGATIVE_INFINITY;
  #watchedUntil = 0;

  /** Takes and stores a sample of this time. */
  async sample(atMs: number): Promise<void> {
    const row = await this.#collection.collect();
    const machine = await this.#known();
    if (!machine) return;
    const samples = samplesOf(machine.subject, [[atMs, ...row]], { places, skewMs: 0 });
    await sampleQueue.add(samples);
    const watchSeconds = (await subjectsOf("machine", [machine.id])).get(machine.id)?.watchSeconds ?? 0;
    this.#watchedUntil = performance.now() + watchSeconds * 1000;
    if (watchSeconds > 0) publishReadings({ kind: "machine", resourceId: machine.id }, samples);
  }

  /** Publishes a sample while somebody looks. */
  async live(atMs: number): Promise<void> {
    if (!this.#machine || performance.now() > this.#watchedUntil) return;
    const row = await this.#liveCollection.collect();
    const samples = samplesOf(this.#machine.subject, [[atMs, ...row]], { places, skewMs: 0, slotMs: 1_000 });
    publishReadings({ kind: "machine", resourceId: this.#machine.id }, samples);
  }

  /** Made at the first sample; its facts are written again every ten minutes. */
  async #known(): Promise<{ id: string; subject: number } | null> {
    if (this.#machine && performance.now() - this.#factsAt < factsMs) return this.#machine;
    const facts = await readFacts(this.#collection, this.#containers);
    const os = /^PRETTY_NAME="?([^"\n]+)/m.exec(readOrNull("/etc/os-release") ?? "")?.[1] ?? `${type()} ${release()}`;
    const [id, name] = [newId("machine"), hostname()];
    const values = [fingerprint(), id, name.slice(0, 60), name, os, version, facts, namedFingerprint()];
    // Null: another worker of this machine made it a moment ago.
    this.#machine = await sql().row(keepLocalMachine, values);
    if (this.#machine) this.#factsAt = performance.now();
    return this.#machine;
  }
}
