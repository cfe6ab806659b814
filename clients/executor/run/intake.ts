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
  /** Something is signed with a key that is not known: the current configuration may contain it. */
  onUnknownKey(): void;
};

/** How long to ask whether current commands are still wanted. */
const askMs = 15_000;

/** Takes commands one by one: check, journal, acknowledge, pass on. Pushes and lists both end here. */
export class Intake {
  readonly #options: IntakeOptions;
  #chain: Promise<unknown> = Promise.resolve();
  #refusedSeq = 0;
  readonly #asking = new Set<string>();
  readonly #session: Promise<void>;
  #begin: () => void = () => {};
  #handing: Promise<void> | null = null;

  constructor(options: IntakeOptions) {
    this.#options = options;
    this.#session = new Promise((resolve) => {
      this.#begin = resolve;
      options.signal.addEventListener("abort", () => resolve(), { once: true });
    });
    this.#chain = this.#session;
  }

  /**
   * The panel gave this session its number. Nothing is taken before: an acknowledgement without it would not show
   * whether another copy of the executor has the command already.
   */
  async beginSession(fence: number): Promise<void> {
    const { journal, log } = this.#options;
    if (!journal.isOwnSession(fence)) {
      await journal.append({ t: "session", fence }).catch((error) => log.error(messageOf(error)));
    }
    this.#begin();
  }

  /**
   * Where lists are to begin: before the first that is here but not acknowledged. What was refused from a list is not
   * asked for again until {@link forgetRefusals}.
   */
  get after(): number {
    const { journal } = this.#options;
    const last = Math.max(journal.lastSeq, this.#refusedSeq);
    const open = journal.all().find(({ isAcked, result }) => !isAcked && !result);
    return open ? Math.min(last, open.command.seq - 1) : last;
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

  /** Continues what an earlier run left: acknowledges, executes and reports what is still open. */
  async recover(): Promise<void> {
    const { journal, reporter } = this.#options;
    const left = journal.all().filter((entry) => !entry.isReported);
    for (const entry of left.filter(({ result }) => result)) reporter.add(entry.command.id);
    const next = this.#chain.then(async () => {
      for (const entry of left.filter(({ result }) => !result)) {
        if (this.#options.signal.aborted) return;
        // What is not acknowledged comes again with the next list, in its order.
        if (!(await this.#hand(entry))) return;
      }
    });
    this.#chain = next.catch(() => {});
    return next;
  }

  /** Ends at one that has to be taken before those behind it; the next fetch returns it again. */
  async #takeAll(values: readonly unknown[], source: "list" | "push"): Promise<void> {
    for (const value of values) {
      if (this.#options.signal.aborted) return;
      const command = readCommand(value);
      if (!command)
        this.#options.log.error("Something arrived that is not a command, or has fields unknown here; refused.");
      else if (!(await this.#takeOne(command, source))) return;
    }
  }

  /** False: those behind it have to wait for it. */
  async #takeOne(command: DeliveredCommand, source: "list" | "push"): Promise<boolean> {
    const { journal, client, log, standing, reporter, onUnknownKey } = this.#options;
    const known = journal.get(command.id);
    const { lastSeq } = journal;
    const { executorId, keys } = standing();
    const verdict = judgeCommand(command, {
      executorId,
      keys,
      nowMs: client.now(),
      lastSeq,
      isJournaled: Boolean(known),
    });
    if (verdict.kind === "refused") {
      log.warn(`The command ${command.id.slice(0, 60)} was refused: ${verdict.reason}.`);
      if (!keys.some(({ id }) => id === command.keyId)) {
        onUnknownKey();
        return false;
      }
      if (source === "list") this.#refusedSeq = Math.max(this.#refusedSeq, command.seq);
      return true;
    }
    // The panel missed an answer: it gets it again, from the journal.
    if (known?.result) reporter.add(command.id);
    else if (known?.isAcked) await this.#acknowledge(known);
    // New, or its line did not reach the disk, or it was not acknowledged.
    else return this.#receive(command);
    return true;
  }

  async #receive({ id, seq, type, expiresAt, payload }: DeliveredCommand): Promise<boolean> {
    const { journal } = this.#options;
    await journal.append({ t: "received", command: { id, seq, type, expiresAt, payload } });
    const entry = journal.get(id);
    return entry ? this.#hand(entry) : true;
  }

  /** False when it is neither acknowledged nor dropped. */
  async #hand(entry: Entry): Promise<boolean> {
    const { execution } = this.#options;
    if (entry.isAcked) execution.add(entry);
    else if (await this.#acknowledge(entry)) execution.add(entry, true);
    return entry.isAcked || entry.result !== null;
  }

  /** True: do it. False: it is no longer wanted, or the run ended. */
  async #acknowledge(entry: Entry): Promise<boolean> {
    const { client, journal, log, signal, execution } = this.#options;
    const { id, expiresAt } = entry.command;
    const limit = AbortSignal.timeout(timeoutMs(Date.parse(expiresAt) - client.now()));
    try {
      const report = (reason: string) => log.warn(`Acknowledging ${id}: ${reason}`);
      const reason = await whyNot(this.#options, entry, AbortSignal.any([signal, limit]), report);
      if (reason !== null) await execution.drop(id, reason);
      else if (!entry.isAcked) {
        // Without this line on the disk the next run acknowledges it again, which does no harm.
        await journal.append({ t: "acked", id }).catch((error) => log.error(messageOf(error)));
      }
      return reason === null;
    } catch (error) {
      if (signal.aborted) return false;
      // The panel may have it acknowledged all the same, when its answer was lost.
      if (limit.aborted) await execution.giveUp(id, "It could not be acknowledged in time.");
      else log.error(`Acknowledging ${id}: ${messageOf(error)}`);
    }
    return false;
  }

  /** A push says that the owner cancelled it; the panel itself is asked, as pushes are only hints. */
  async cancelled(id: string): Promise<void> {
    const entry = this.#options.journal.get(id);
    if (!entry || entry.result || this.#asking.has(id)) return;
    this.#asking.add(id);
    const { execution, signal, log } = this.#options;
    try {
      const reason = await whyNot(
        this.#options,
        entry,
        AbortSignal.any([signal, AbortSignal.timeout(askMs)]),
        () => {},
      );
      if (reason !== null) await execution.drop(id, reason);
    } catch (error) {
      // The next heartbeat asks again.
      if (!signal.aborted) log.warn(`Asking about ${id}: ${messageOf(error)}`);
    } finally {
      this.#asking.delete(id);
    }
  }

  /**
   * The panel answers: what is under way may have been taken back by a push that was lost, what is not acknowledged may
   * be now.
   */
  async onPanelUp(): Promise<void> {
    const inHand = this.#options.execution.inHand.map((id) => this.cancelled(id));
    this.#handing ??= this.#handOpen().finally(() => {
      this.#handing = null;
    });
    await Promise.all([...inHand, this.#handing]);
  }

  #handOpen(): Promise<void> {
    const open = () => this.#options.journal.all().filter(({ isAcked, result }) => !isAcked && !result);
    if (open().length === 0) return Promise.resolve();
    const next = this.#chain.then(async () => {
      for (const entry of open()) if (!(await this.#hand(entry))) return;
    });
    this.#chain = next.catch(() => {});
    return next;
  }
}
