import type { CommandView, DeliveredCommand } from "../../../lib/executors/commands/contract";
import type { CommandContext } from "../commands/command-kind";
import { commandKinds } from "../commands/registry";
import type { CommandOutcome, Journal, JournalEntry } from "../journal";
import type { Log } from "../log";
import { type PanelApi, PanelRefusal } from "../panel-api";
import { pause, pauseAfter } from "../pauses";
import { explain } from "../program-error";

/**
 * Every command once: journal, then acknowledge, then do, in the order of their numbers; journal the result, then tell
 * it until the panel has it. What comes twice is answered from the journal.
 */
export type RunnerDeps = {
  api: PanelApi;
  journal: Journal;
  log: Log;
  /** Why it is not obeyed; null when it is. */
  check(command: DeliveredCommand): string | null;
  context(signal: AbortSignal): CommandContext;
  /** Types that this machine's policy.json refuses. */
  isDenied(type: string): boolean;
  onFatal(error: PanelRefusal): void;
};

const fatal = new Set(["executor_revoked", "executor_superseded"]);
const unclear = "The executor stopped while this was under way; it may or may not have reached the bridge.";

export class CommandRunner {
  readonly counts = { done: 0, failed: 0 };
  readonly #deps: RunnerDeps;
  readonly #stopping = new AbortController();
  readonly #aborts = new Map<string, AbortController>();
  readonly #ready: string[] = [];
  readonly #reporting = new Set<Promise<void>>();
  #working: Promise<void> | null = null;

  constructor(deps: RunnerDeps) {
    this.#deps = deps;
  }

  get queueLength(): number {
    return this.#ready.length + this.#aborts.size;
  }

  /** Goes on where a killed program was. */
  resume(): void {
    const { journal } = this.#deps;
    for (const entry of journal.unreported()) this.#report(entry);
    for (const entry of journal.unfinished()) {
      const isRepeatable = commandKinds.get(entry.command.type)?.isRepeatable ?? false;
      if (entry.state === "started" && !isRepeatable) {
        const isRestart = entry.command.type === "restart";
        this.#finish(
          entry,
          isRestart ? { status: "done", output: { restarted: true } } : { status: "failed", error: unclear },
        );
      } else void this.#admit(entry);
    }
  }

  /** A command as it was pushed or fetched; nothing happens for one that was taken already, but a word to the panel. */
  take(command: DeliveredCommand): void {
    const { journal, log, check } = this.#deps;
    const known = journal.get(command.id);
    if (known) {
      if (known.state === "finished") this.#report(known);
      return;
    }
    const refusal = check(command) ?? this.#refusalOfOrder(command);
    if (refusal !== null) {
      log.warn(`command ${command.id} (${command.type}) is not obeyed: ${refusal}`);
      return;
    }
    journal.received(command);
    const entry = journal.get(command.id);
    if (entry) void this.#admit(entry);
  }

  cancel(id: string): void {
    const entry = this.#deps.journal.get(id);
    if (!entry || entry.state === "finished") return;
    const running = this.#aborts.get(id);
    if (running) running.abort();
    else this.#finish(entry, { status: "failed", error: "It was cancelled before it began." });
  }

  /** Lets what is in hand end, for at most `patienceMs`; what waits stays in the journal. */
  async stop(patienceMs: number): Promise<void> {
    this.#stopping.abort();
    this.#ready.length = 0;
    const timer = setTimeout(() => {
      for (const abort of this.#aborts.values()) abort.abort();
    }, patienceMs);
    await this.#working;
    clearTimeout(timer);
    await Promise.race([Promise.allSettled([...this.#reporting]), pause(1_000)]);
  }

  #refusalOfOrder({ seq }: DeliveredCommand): string | null {
    return seq > this.#deps.journal.lastSeq ? null : "it is older than one that was taken already";
  }

  /** Acknowledged, it is done; refused by the panel (cancelled, expired), it is not. */
  async #admit(entry: JournalEntry): Promise<void> {
    const { id } = entry.command;
    const view = await this.#tell<CommandView>(`/api/executor/commands/${id}/ack`, {});
    if (view === null || entry.state === "finished") return;
    if (view.state !== "acked" && view.state !== "running") {
      const error = `The panel has it as ${view.state}.`;
      this.#deps.journal.finished(id, { status: "failed", error });
      this.#deps.journal.reported(id);
      return;
    }
    if (this.#stopping.signal.aborted || this.#ready.includes(id)) return;
    this.#ready.push(id);
    const { journal } = this.#deps;
    this.#ready.sort((a, b) => (journal.get(a)?.command.seq ?? 0) - (journal.get(b)?.command.seq ?? 0));
    this.#working ??= this.#work().finally(() => {
      this.#working = null;
    });
  }

  async #work(): Promise<void> {
    for (let id = this.#ready.shift(); id !== undefined; id = this.#ready.shift()) {
      const entry = this.#deps.journal.get(id);
      if (!entry || entry.state === "finished") continue;
      const abort = new AbortController();
      this.#aborts.set(id, abort);
      this.#deps.journal.started(id);
      const outcome = await this.#run(entry.command, abort.signal);
      this.#aborts.delete(id);
      this.#finish(entry, outcome);
    }
  }

  async #run({ type, payload }: DeliveredCommand, signal: AbortSignal): Promise<CommandOutcome> {
    const kind = commandKinds.get(type);
    if (!kind) return { status: "failed", error: `This version of the program does not know ${type}: update it.` };
    if (this.#deps.isDenied(type)) return { status: "failed", error: "This machine's policy does not allow it." };
    try {
      return await kind.run((payload ?? {}) as Record<string, unknown>, this.#deps.context(signal));
    } catch (error) {
      return { status: "failed", error: explain(error).slice(0, 4_000) };
    }
  }

  #finish(entry: JournalEntry, outcome: CommandOutcome): void {
    this.#deps.journal.finished(entry.command.id, outcome);
    this.counts[outcome.status]++;
    this.#deps.log.info(
      `command ${entry.command.seq} (${entry.command.type}): ${outcome.status}${outcome.error ? `, ${outcome.error}` : ""}`,
    );
    this.#report(entry);
  }

  #report({ command, outcome }: JournalEntry): void {
    const telling = this.#tell(`/api/executor/commands/${command.id}/result`, outcome).then((view) => {
      if (view !== null) this.#deps.journal.reported(command.id);
    });
    this.#reporting.add(telling);
    void telling.finally(() => this.#reporting.delete(telling));
  }

  /** Tells the panel until it listened; null when there is no point any more. */
  async #tell<T>(path: string, body: unknown): Promise<T | null> {
    const { api, log, onFatal } = this.#deps;
    for (let failures = 1; ; failures++) {
      try {
        return (await api.ask("POST", path, { body })).body as T;
      } catch (error) {
        if (error instanceof PanelRefusal) {
          if (fatal.has(error.code)) {
            onFatal(error);
            return null;
          }
          const isTemporary = error.status >= 500 || error.status === 429 || error.status === 401;
          if (!isTemporary) {
            log.warn(`the panel does not take ${path}: ${error.message}`);
            // It will not take it later, either: no use in keeping it.
            return error.status === 404 || error.status === 422 ? ({} as T) : null;
          }
          await pause(Math.max(error.retryAfterMs ?? 0, pauseAfter(failures, Math.random())), this.#stopping.signal);
        } else await pause(pauseAfter(failures, Math.random(), 10_000), this.#stopping.signal);
        if (this.#stopping.signal.aborted) return null;
      }
    }
  }
}
