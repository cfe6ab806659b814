import { sleep } from "@/lib/core/clock";
import { env } from "@/lib/core/env";
import { messageOf } from "@/lib/core/errors";
import type { Logger } from "@/lib/core/log";
import type { Row } from "@/lib/db/statement";
import { sql } from "@/lib/db/transaction";
import type { ContainerEngine } from "@/lib/provisioning/engine";
import type { IsolationRecord, ProofRecord } from "../contract";
import type { EngineNode } from "../engines";
import { readIsolation, recordFindings } from "../nodes.sql";

/**
 * Isolates one machine's customers' containers from it and from private networks: sets what is missing, again after
 * restarts of the engine or the firewall, proves it from inside a container when something changed, when an
 * administrator asks and every six hours, and records both for health and the pages.
 */
const proofEveryMs = 6 * 3_600_000;
/** Where a check needs a helper container it runs less often. */
const slowMs = 500;
const slowPauseMs = 60_000;
const recordEveryMs = 60_000;

export class IsolationKeeper {
  readonly #node: EngineNode;
  readonly #engine: ContainerEngine;
  readonly #log: Logger;
  readonly #stop = new AbortController();
  #current: Promise<void> | null = null;
  #notBefore = 0;
  /** Rules were set since the last proof. */
  #isUnproven = false;

  constructor(node: EngineNode, engine: ContainerEngine, log: Logger) {
    this.#node = node;
    this.#engine = engine;
    this.#log = log.child({ node: node.name });
  }

  /** One check; joins the current one while it runs. The node watcher reports unreachable engines. */
  round(): Promise<void> {
    if (this.#stop.signal.aborted) return Promise.resolve();
    this.#current ??= this.#round()
      .catch((error) => this.#log.debug({ error: messageOf(error) }, "the isolation of containers was not checked"))
      .finally(() => {
        this.#current = null;
      });
    return this.#current;
  }

  /**
   * Sets the rules now, without the proof: before a container may start on this machine. Resolves after `timeoutMs` at
   * the latest, and never rejects: a machine that does not answer starts no container either.
   */
  async protect(timeoutMs: number): Promise<void> {
    const end = new AbortController();
    const set = this.#set(true).catch((error) =>
      this.#log.debug({ error: messageOf(error) }, "the isolation of containers was not set"),
    );
    await Promise.race([set, sleep(timeoutMs, AbortSignal.any([end.signal, this.#stop.signal])).catch(() => {})]);
    end.abort();
  }

  /** Resolves when a running proof has removed its containers. */
  async stop(): Promise<void> {
    this.#stop.abort(new Error("the worker is stopping"));
    await this.#current;
  }

  async #round(): Promise<void> {
    const row = await this.#set(false);
    if (!row) return;
    if (env().CUSTOMER_FIREWALL === "off") {
      if (row.asked) await this.#prove();
      return;
    }
    if (row.asked || this.#isUnproven || isOlderThan(row.proof?.at, proofEveryMs)) await this.#prove();
  }

  /** The node's row, or null when it was deleted, or was checked a moment ago and this is not `urgent`. */
  async #set(urgent: boolean): Promise<Row<typeof readIsolation> | null> {
    const row = await this.#read();
    if (!row) return null;
    if (env().CUSTOMER_FIREWALL === "off") {
      if (row.isolation?.state !== "off") {
        await this.#engine.endIsolation();
        await this.#record({ ...nothing, state: "off" });
      }
      return row;
    }
    if (!urgent && !row.asked && Date.now() < this.#notBefore) return null;
    const startedAt = performance.now();
    const result = await this.#engine.isolate(
      { publishedPorts: row.ranges, allowed: row.reachable },
      { signal: this.#stop.signal },
    );
    this.#notBefore = performance.now() - startedAt > slowMs ? Date.now() + slowPauseMs : 0;
    if (result.changed) this.#isUnproven = true;
    const before = row.isolation;
    const isNew = before?.state !== result.state || before.commands !== result.commands;
    if (result.state === "failed" && isNew) this.#log.warn({ reason: result.reason }, "containers reach this machine");
    if (result.changed)
      this.#log.info({ tool: result.tool }, "containers are kept from the machine and private networks");
    if (isNew || result.changed || isOlderThan(before?.checkedAt, recordEveryMs)) {
      const { state, tool, reason, commands } = result;
      await this.#record({ state, tool, reason, commands });
    }
    return row;
  }

  async #read(): Promise<Row<typeof readIsolation> | null> {
    return sql().row(readIsolation, [this.#node.id]);
  }

  async #record(state: Omit<IsolationRecord, "checkedAt">): Promise<void> {
    const record: IsolationRecord = { ...state, checkedAt: new Date().toISOString() };
    await sql().run(recordFindings, [this.#node.id, null, JSON.stringify(record), null]);
  }

  async #prove(): Promise<void> {
    this.#isUnproven = false;
    const ports = this.#node.dockerHost === null ? [env().PORT, env().REALTIME_PORT] : [];
    const at = new Date().toISOString();
    let proof: ProofRecord;
    try {
      proof = {
        at,
        results: await this.#engine.proveIsolation({ ports }, { signal: this.#stop.signal }),
        problem: null,
      };
    } catch (error) {
      this.#stop.signal.throwIfAborted();
      proof = { at, results: [], problem: messageOf(error) };
    }
    await sql().run(recordFindings, [this.#node.id, null, null, JSON.stringify(proof)]);
    const reached = proof.results.filter((result) => result.reached);
    if (reached.length > 0) this.#log.warn({ reached }, "a container reached what it should not");
  }
}

const nothing = { tool: null, reason: null, commands: null };

function isOlderThan(at: string | undefined, ms: number): boolean {
  return at === undefined || Date.now() - Date.parse(at) > ms;
}
