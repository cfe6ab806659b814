import type { DeliveredCommand } from "../../../lib/executors/commands/contract";
import { judgeCommand, readCommand, type Standing } from "../commands/check-command";
import type { Entry } from "../journal/entries";
import type { Journal } from "../journal/journal";
import type { Log } from "../log";
import type { PanelClient } from "../panel/panel-client";
import { messageOf } from "../stop";
import { whyNot } from "./ask-panel";
import { type Execution, timeoutMs } from "./execution";
import type { Reporter } from "./reporter";

export type IntakeOptions = {
  client: PanelClient;
  journal: Journal;
  execution: Execution;
  reporter: Reporter;
  log: Log;
  signal: AbortSignal;
  standing(): Pick<Standing, "executorId" | "keys">;
};

/** Takes commands one by one: check, journal, acknowledge, hand on. Whichever way one comes, it ends here. */
export class Intake {
  readonly #options: IntakeOptions;
  #chain: Promise<unknown> = Promise.resolve();
  #refusedSeq = 0;
  readonly #asking = new Set<string>();

  constructor(options: IntakeOptions) {
    this.#options = options;
  }

  /** Where lists are to begin. What was refused from a list is not asked for again until {@link forgetRefusals}. */
  get after(): number {
    return Math.max(this.#options.journal.lastSeq, this.#refusedSeq);
  }

  /** New keys or a new connection: what was refused may be right now. */
  forgetRefusals(): void {
    this.#refusedSeq = 0;
  }

  /** Takes what a list or a push brought; resolves when all of it is acknowledged or refused. */
  take(values: readonly unknown[], source: "list" | "push"): Promise<void> {
    const next = this.#chain.then(() => this.#takeAll(values, source));
    this.#chain = next.catch(() => {});
    return next;
  }

  /** What an earlier run left: acknowledge what was not, do what was not done, tell what was not told. */
  async recover(): Promise<void> {
    const { journal, reporter } = this.#options;
    const left = journal.all().filter((entry) => !entry.isReported);
    for (const entry of left.filter(({ result }) => result)) reporter.add(entry.command.id);
    const next = this.#chain.then(async () => {
      for (const entry of left.filter(({ result }) => !result)) await this.#hand(entry);
    });
    this.#chain = next.catch(() => {});
    return next;
  }

  async #takeAll(values: readonly unknown[], source: "list" | "push"): Promise<void> {
    for (const value of values) {
      if (this.#options.signal.aborted) return;
      const command = readCommand(value);
      if (!command)
        this.#options.log.error("Something arrived that is not a command, or has fields unknown here; refused.");
      else await this.#takeOne(command, source);
    }
  }

  async #takeOne(command: DeliveredCommand, source: "list" | "push"): Promise<void> {
    const { journal, client, log, standing, reporter } = this.#options;
    const known = journal.get(command.id);
    const { lastSeq } = journal;
    const verdict = judgeCommand(command, { ...standing(), nowMs: client.now(), lastSeq, isJournaled: Boolean(known) });
    if (verdict.kind === "refused") {
      if (source === "list") this.#refusedSeq = Math.max(this.#refusedSeq, command.seq);
      log.warn(`The command ${command.id.slice(0, 60)} was refused: ${verdict.reason}.`);
      return;
    }
    if (verdict.kind === "repeated") {
      // The panel missed an answer: it gets it again, from the journal.
      if (known?.result) reporter.add(command.id);
      else if (known?.isAcked) await this.#acknowledge(known);
      // Its line did not reach the disk, or its acknowledgement was refused.
      else await this.#receive(command);
      return;
    }
    await this.#receive(command);
  }

  async #receive({ id, seq, type, expiresAt, payload }: DeliveredCommand): Promise<void> {
    const { journal } = this.#options;
    await journal.append({ t: "received", command: { id, seq, type, expiresAt, payload } });
    const entry = journal.get(id);
    if (entry) await this.#hand(entry);
  }

  async #hand(entry: Entry): Promise<void> {
    const { execution } = this.#options;
    if (entry.isAcked) execution.add(entry);
    else if (await this.#acknowledge(entry)) execution.add(entry, true);
  }

  /** True: do it. False: nobody wants it any more, or the run ended. */
  async #acknowledge(entry: Entry): Promise<boolean> {
    const { client, journal, log, signal, execution } = this.#options;
    const { id, expiresAt } = entry.command;
    const limit = AbortSignal.timeout(timeoutMs(Date.parse(expiresAt) - client.now()));
    try {
      const tell = (reason: string) => log.warn(`Acknowledging ${id}: ${reason}`);
      const reason = await whyNot(client, entry, AbortSignal.any([signal, limit]), tell);
      if (reason !== null) await execution.drop(id, reason);
      else if (!entry.isAcked) await journal.append({ t: "acked", id });
      return reason === null;
    } catch (error) {
      if (signal.aborted) return false;
      if (limit.aborted) await execution.drop(id, "It could not be acknowledged in time.");
      else log.error(`Acknowledging ${id}: ${messageOf(error)}`);
    }
    return false;
  }

  /** The owner took it back, says the push; the panel itself is asked, as pushes are only hints. */
  async cancelled(id: string): Promise<void> {
    const entry = this.#options.journal.get(id);
    if (!entry || entry.result || this.#asking.has(id)) return;
    this.#asking.add(id);
    await this.#acknowledge(entry);
    this.#asking.delete(id);
  }

  /** What is under way may have been taken back by a push that was lost. */
  async confirmInHand(): Promise<void> {
    await Promise.all(this.#options.execution.inHand.map((id) => this.cancelled(id)));
  }
}
