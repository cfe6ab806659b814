import type { Command, CommandContext } from "../commands/command";
import { isDenied } from "../commands/policy";
import { commands } from "../commands/registry";
import type { CommandResult, Entry } from "../journal/entries";
import type { Journal } from "../journal/journal";
import type { Log } from "../log";
import { pause } from "../retry";
import { messageOf } from "../stop";
import { storable } from "../system/storable";
import type { Reporter } from "./reporter";

type Lane = Command["lane"];
type InHand = { stop: AbortController; isStarted: boolean };
export type ExecutionOptions = {
  journal: Journal;
  reporter: Reporter;
  log: Log;
  policyFile: string;
  /** The panel's time. */
  now(): number;
  /** How many commands may wait for the bridge. */
  bridgeQueueLimit(): number;
  contextOf(id: string): Pick<CommandContext, "logFile" | "config" | "bridge" | "reloadConfig" | "progress">;
  /** The panel's decision on a command: null when it is to be done, else why not. */
  whyNot(entry: Entry, signal: AbortSignal): Promise<string | null>;
  /** A command asked for a restart, and its result is reported. */
  onRestart(): void;
};

const maxOutputChars = 60_000;
/** How long the panel's answer that a command is wanted stays valid. */
const freshMs = 250;
const cancelled = Symbol("cancelled");
const stopping = Symbol("stopping");

/** Does what was taken and acknowledged, each lane in its order, each command once; journals before and after. */
export class Execution {
  readonly #options: ExecutionOptions;
  readonly #lanes = new Map<Lane, string[]>();
  readonly #working = new Map<Lane, Promise<void>>();
  readonly #inHand = new Map<string, InHand>();
  /** When the panel last said that a command is wanted. */
  readonly #saidAt = new Map<string, number>();
  #isStopping = false;
  done = 0;
  failed = 0;

  constructor(options: ExecutionOptions) {
    this.#options = options;
  }

  get queueLength(): number {
    return [...this.#lanes.values()].reduce((sum, lane) => sum + lane.length, 0);
  }

  get inHand(): string[] {
    return [...this.#inHand.keys()];
  }

  /** `isFresh`: the panel just said that it is wanted. */
  add(entry: Entry, isFresh = false): void {
    if (isFresh) this.#saidAt.set(entry.command.id, performance.now());
    const lane = commands.get(entry.command.type)?.lane ?? "main";
    const waiting = this.#lanes.get(lane) ?? [];
    this.#lanes.set(lane, waiting);
    const { id } = entry.command;
    if (waiting.includes(id)) return;
    const limit = this.#options.bridgeQueueLimit();
    // One that a killed run began is reported as interrupted.
    if (lane === "bridge" && waiting.length >= limit && !entry.isStarted) {
      void this.giveUp(id, `The bridge's queue is full (${limit}).`).catch((error) => {
        this.#options.log.error(`${id}: ${messageOf(error)}`);
      });
      return;
    }
    waiting.push(id);
    if (!this.#working.has(lane)) this.#working.set(lane, this.#work(lane, waiting));
  }

  /** It is no longer wanted: stops it if it runs, does not begin it if it waits, and reports nothing. */
  async drop(id: string, reason: string): Promise<void> {
    const { journal, log } = this.#options;
    if (journal.get(id)?.result) return;
    log.info(`${id} is not done: ${reason}`);
    const finished = journal.append({ t: "finished", id, result: failure(reason) });
    const reported = journal.append({ t: "reported", id });
    this.#inHand.get(id)?.stop.abort(cancelled);
    await Promise.all([finished, reported]);
  }

  /** It is wanted, but will not be done; the panel gets a failure as the result. */
  async giveUp(id: string, reason: string): Promise<void> {
    await this.#finish(id, failure(reason));
    this.#inHand.get(id)?.stop.abort(cancelled);
  }

  /** What has begun may end within this time; what only waits stays in the journal for the next run. */
  async stop(ms: number): Promise<void> {
    this.#isStopping = true;
    for (const { stop, isStarted } of this.#inHand.values()) if (!isStarted) stop.abort(stopping);
    const limit = new AbortController();
    await Promise.race([Promise.all(this.#working.values()), pause(ms, limit.signal)]);
    limit.abort();
    for (const { stop } of this.#inHand.values()) stop.abort(stopping);
    await Promise.race([Promise.all(this.#working.values()), pause(500)]);
  }

  /**
   * After a stop, when another copy works from here on: what this one took is reported as failed, as no other copy
   * would report it.
   */
  async abandon(): Promise<void> {
    for (const { command, isAcked, isStarted, result } of this.#options.journal.all()) {
      if (!isAcked || result) continue;
      const afterKill = commands.get(command.type)?.afterKill;
      const isUnclear = isStarted && typeof afterKill === "object";
      const when = isStarted ? "while this was under way" : "before this could begin; it was not done";
      const failed = failure(`A newer copy of this executor took over ${when}.`);
      await this.#finish(command.id, isUnclear ? afterKill : failed).catch(() => {});
    }
  }

  async #work(lane: Lane, waiting: string[]): Promise<void> {
    for (let id = waiting[0]; id !== undefined && !this.#isStopping; id = waiting[0]) {
      const entry = this.#options.journal.get(id);
      if (entry && !entry.result) {
        await this.#do(entry).catch((error) => this.#options.log.error(`${id}: ${messageOf(error)}`));
      }
      waiting.shift();
      this.#saidAt.delete(id);
    }
    this.#working.delete(lane);
  }

  async #do(entry: Entry): Promise<void> {
    const { id, type, expiresAt } = entry.command;
    const command = commands.get(type);
    const refusal = this.#refusalOf(entry, command);
    if (refusal || !command) return this.#finish(id, refusal ?? failure("It is not known here."));
    const payload = command.payload.safeParse(entry.command.payload);
    if (!payload.success) {
      return this.#finish(id, failure(`The payload is not right: ${payload.error.issues[0]?.message ?? ""}`));
    }
    const inHand: InHand = { stop: new AbortController(), isStarted: false };
    this.#inHand.set(id, inHand);
    const { signal } = inHand.stop;
    const confirm = () => this.#confirm(entry, signal);
    const started = async () => {
      inHand.isStarted = true;
      await this.#options.journal.append({ t: "started", id });
      signal.throwIfAborted();
    };
    try {
      if (!command.startsItself) {
        await confirm();
        await started();
      }
      const leftMs = () => Math.max(0, Date.parse(expiresAt) - this.#options.now());
      const own = { signal, log: this.#options.log, confirm, started, leftMs };
      const output = await command.run(payload.data, { ...this.#options.contextOf(id), ...own });
      await this.#finish(id, { status: "done", output: fitting(output) });
      if (command.restarts) await this.#restart();
    } catch (error) {
      // Interrupted by a stop: the journal shows the next run how far it was.
      if (signal.aborted && signal.reason === stopping) return;
      await this.#finish(id, failure(messageOf(error)));
    } finally {
      this.#inHand.delete(id);
    }
  }

  /**
   * Asks whether it is still wanted, unless the panel said so a moment ago: it may have waited for long, and the push
   * of a cancellation is not repeated. True when it asked; throws when it is not to be done.
   */
  async #confirm(entry: Entry, signal: AbortSignal): Promise<boolean> {
    const { id, expiresAt } = entry.command;
    signal.throwIfAborted();
    if (performance.now() - (this.#saidAt.get(id) ?? Number.NEGATIVE_INFINITY) < freshMs) return false;
    const limit = AbortSignal.timeout(timeoutMs(Date.parse(expiresAt) - this.#options.now()));
    const reason = await this.#options.whyNot(entry, AbortSignal.any([signal, limit])).catch((error) => {
      if (!limit.aborted || signal.aborted) throw error;
      throw new Error("It expired before the panel could be asked whether it is still wanted; it was not done.");
    });
    if (reason !== null) {
      await this.drop(id, reason);
      throw new Error(reason);
    }
    this.#saidAt.set(id, performance.now());
    return true;
  }

  /** What is known without doing anything; null: do it. */
  #refusalOf({ command: { type, expiresAt }, isStarted }: Entry, command: Command | undefined): CommandResult | null {
    if (!command) return failure(`This executor does not know the command ${type.slice(0, 60)}. Update it.`);
    if (isStarted && command.afterKill !== "repeat") return command.afterKill;
    if (isDenied(this.#options.policyFile, type)) return failure("denied by this machine's policy");
    if (Date.parse(expiresAt) <= this.#options.now()) {
      return failure("It expired before this executor could begin.");
    }
    return null;
  }

  async #finish(id: string, result: CommandResult): Promise<void> {
    const { journal, reporter, log } = this.#options;
    const entry = journal.get(id);
    if (!entry || entry.result) return;
    const clean = storable(result) as CommandResult;
    try {
      await journal.append({ t: "finished", id, result: clean });
    } finally {
      // Reported even when the disk cannot store it: the panel keeps the first result.
      if (result.status === "done") this.done++;
      else this.failed++;
      log.info(`${entry.command.type} ${id}: ${result.status}${result.error ? ` (${result.error})` : ""}`);
      reporter.add(id);
    }
  }

  /** The restart's own result is reported first; the other lane may finish its current command. */
  async #restart(): Promise<void> {
    await this.#options.reporter.flush(5_000);
    this.#options.onRestart();
  }
}

/** What a timer can hold; at least a second, as there is no use in less. Pure. */
export function timeoutMs(leftMs: number): number {
  return Math.min(2 ** 31 - 1, Math.max(1_000, leftMs));
}

function failure(error: string): CommandResult {
  return { status: "failed", error: error.slice(0, 4_000) };
}

/** The panel accepts 64 kB: a longer output is replaced by a note of its length. */
function fitting(output: unknown): unknown {
  const length = (JSON.stringify(output) ?? "null").length;
  return length <= maxOutputChars ? output : { omitted: `The output has ${length} characters; 60,000 can be sent.` };
}
