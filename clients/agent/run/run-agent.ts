import { randomBytes } from "node:crypto";
import { Collection, columnNames, type Row } from "../collectors/collection";
import { Containers } from "../collectors/containers";
import { fingerprint, shareOf } from "../fingerprint";
import { appendLine, type Credentials, fileIn, writeDurably } from "../home";
import { version } from "../version";
import { pauseMs, type Verdict, verdictOf } from "./decide-answer";
import { readFacts } from "./facts";
import { nextOnGrid } from "./grid";
import { postJson, traffic } from "./post";
import { SampleBuffer, type TimedRow } from "./sample-buffer";

/**
 * The loop of the agent: a sample every ten seconds, a batch every 90 seconds, and while somebody looks at the machine a
 * sample every second that is sent at once. A sample leaves the buffer when the panel has stored it.
 */
export const sampleMs = 10_000;
const postMs = 90_000;
const liveMs = 1_000;
const factsMs = 10 * 60_000;
const statusMs = 30_000;
const quarantineFile = "quarantine.jsonl";

export type AgentOptions = {
  home: string;
  credentials: Credentials;
  log: (line: string) => void;
  containers?: Containers;
};
/** Why it ended: by a signal, or because the panel refuses it for good. */
export type Ending = { kind: "stopped" } | { kind: "refused"; reason: string };

export class Agent {
  readonly #options: AgentOptions;
  readonly #bootId = randomBytes(9).toString("base64url");
  readonly #fingerprint = fingerprint();
  readonly #collection = new Collection();
  readonly #liveCollection = new Collection();
  readonly #containers: Containers;
  readonly #buffer: SampleBuffer;
  readonly #url: URL;
  readonly #share: number;
  #live: TimedRow[] = [];
  #watchedUntil = 0;
  #factsAt = Number.NEGATIVE_INFINITY;
  #attempt = 0;
  #lastAt = 0;
  #statusAt = Number.NEGATIVE_INFINITY;
  #lastAnswer: Verdict["kind"] | null = null;

  constructor(options: AgentOptions) {
    this.#options = options;
    this.#containers = options.containers ?? new Containers();
    this.#buffer = new SampleBuffer(fileIn(options.home, "spool.json"));
    this.#url = new URL("/api/agent/metrics", options.credentials.url);
    this.#share = shareOf(options.credentials.agentId);
  }

  async run(signal: AbortSignal): Promise<Ending> {
    const inner = new AbortController();
    const stop = AbortSignal.any([signal, inner.signal]);
    let ending: Ending = { kind: "stopped" };
    const refuse = (reason: string) => {
      ending = { kind: "refused", reason };
      inner.abort();
    };
    // The first differences need a start.
    await this.#collection.collect();
    await Promise.all([this.#sampleLoop(stop), this.#postLoop(stop, refuse)]);
    this.#buffer.save();
    return ending;
  }

  async #sampleLoop(stop: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      const at = nextOnGrid(Date.now(), sampleMs, this.#share);
      await pause(at - Date.now(), stop);
      if (stop.aborted) return;
      const row: Row = await this.#collection.collect();
      // A clock that was set back would give one time twice.
      if (at > this.#lastAt || this.#lastAt - at > sampleMs) this.#buffer.add([at, ...row]);
      this.#lastAt = at;
    }
  }

  /** Runs only while somebody looks: a timer each second would cost more than all samples. */
  async #liveLoop(stop: AbortSignal): Promise<void> {
    while (!stop.aborted && performance.now() < this.#watchedUntil) {
      await pause(liveMs - (Date.now() % liveMs), stop);
      const row = await this.#liveCollection.collect();
      this.#live = [...this.#live.slice(-29), [Math.floor(Date.now() / liveMs) * liveMs, ...row]];
    }
  }

  async #postLoop(stop: AbortSignal, refuse: (reason: string) => void): Promise<void> {
    // The first at once, so that a new machine appears; the others spread over the minute.
    await pause(sampleMs + 500, stop);
    while (!stop.aborted) {
      const verdict = await this.#post();
      if (verdict.kind === "stop") return refuse(verdict.reason);
      if (verdict.kind === "stored" && verdict.watchSeconds > 0) this.#watch(verdict.watchSeconds, stop);
      this.#attempt = verdict.kind === "retry" ? this.#attempt + 1 : 0;
      this.#writeStatus(verdict);
      await pause(this.#pauseAfter(verdict), stop);
    }
  }

  #watch(seconds: number, stop: AbortSignal): void {
    const isRunning = performance.now() < this.#watchedUntil;
    this.#watchedUntil = performance.now() + seconds * 1000;
    if (!isRunning) void this.#liveLoop(stop);
  }

  #pauseAfter(verdict: Verdict): number {
    if (verdict.kind === "retry") {
      this.#buffer.save();
      return Math.max(verdict.afterMs ?? 0, pauseMs(this.#attempt, Math.random()));
    }
    if (performance.now() < this.#watchedUntil) return liveMs - (Date.now() % liveMs) + 50;
    // What waited for hours is sent in batches, one after the other.
    if (this.#buffer.size > 60) return 500;
    return nextOnGrid(Date.now(), postMs, this.#share) + 1_000 - Date.now();
  }

  async #post(): Promise<Verdict> {
    const [samples, live] = [this.#buffer.batch(), this.#live];
    this.#live = [];
    const wantsFacts = performance.now() - this.#factsAt > factsMs;
    // Docker may take seconds: read before the clock is, or they count as its difference.
    const facts = wantsFacts ? await readFacts(this.#collection, this.#containers) : null;
    const body = {
      protocol: 1,
      sentAt: Date.now(),
      bootId: this.#bootId,
      fingerprint: this.#fingerprint,
      version,
      // The first of the registry that machines have: shorter than their names.
      metrics: columnNames.length,
      samples,
      ...(live.length > 0 ? { live } : {}),
      ...(facts ? { facts } : {}),
    };
    const verdict = await postJson(this.#url, body, this.#options.credentials.token).then(verdictOf, (error: Error) => {
      if (this.#attempt === 0) this.#options.log(`The panel cannot be reached: ${error.message}. Samples are kept.`);
      return { kind: "retry", afterMs: null } as const;
    });
    if (verdict.kind === "stored" && wantsFacts) this.#factsAt = performance.now();
    if (verdict.kind === "quarantine") this.#putAside(samples, verdict.reason);
    if (verdict.kind === "stored" || verdict.kind === "quarantine") this.#buffer.drop(samples);
    return verdict;
  }

  #putAside(samples: readonly TimedRow[], reason: string): void {
    this.#options.log(`The panel refused ${samples.length} samples: ${reason}. They are in ${quarantineFile}.`);
    try {
      const at = new Date().toISOString();
      appendLine(fileIn(this.#options.home, quarantineFile), JSON.stringify({ at, reason, columnNames, samples }));
    } catch {
      // A full disk: they are lost either way.
    }
  }

  #writeStatus(verdict: Verdict): void {
    if (performance.now() - this.#statusAt < statusMs && verdict.kind === this.#lastAnswer) return;
    [this.#statusAt, this.#lastAnswer] = [performance.now(), verdict.kind];
    const state = {
      at: new Date().toISOString(),
      version,
      agentId: this.#options.credentials.agentId,
      url: this.#options.credentials.url,
      answer: verdict.kind,
      waiting: this.#buffer.size,
      failures: Object.fromEntries(this.#collection.failures),
      traffic,
    };
    try {
      writeDurably(fileIn(this.#options.home, "status.json"), `${JSON.stringify(state, null, 2)}\n`);
    } catch {
      // `status` then shows an older state.
    }
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(done, Math.max(0, ms));
    function done() {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    }
    signal.addEventListener("abort", done, { once: true });
  });
}
