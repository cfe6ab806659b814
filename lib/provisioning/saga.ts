import { sleep } from "@/lib/core/clock";
import { isAppError } from "@/lib/core/errors";
import { retry, withTimeout } from "@/lib/core/retry";
import { provisioningErrors } from "./errors";

/**
 * A resumable sequence of named steps with compensation. The saga owns order, deadlines, attempts and undo; the journal
 * (the caller's) makes every transition durable before the next thing happens. A step is journaled as begun before it
 * acts, so that the journal of a killed worker names what must be undone; every `act` and `undo` may run twice.
 */
export type StepStatus = "running" | "done" | "skipped" | "failed" | "undone" | "undo_failed";

export type StepResult = { status?: "done" | "skipped"; message?: string };

export type StepTools = {
  signal: AbortSignal;
  /** Publishes the progress of the step: 0..1 or null, and a short text. Not journaled. */
  progress(fraction: number | null, message: string): void;
};

export type Step<C> = {
  name: string;
  timeoutMs: number | ((context: C) => number);
  /** What a step that took too long fails with; `engine_timeout` by default. */
  timeoutError?(context: C, timeoutMs: number): Error;
  /** How often a retryable failure is tried, with back-off; 1 by default. */
  attempts?: number;
  act(context: C, tools: StepTools): Promise<StepResult | undefined>;
  /** Undoes what `act` did or may have begun. Absent: nothing to undo. */
  undo?(context: C, tools: { signal: AbortSignal }): Promise<void>;
  /** 90 s by default. */
  undoTimeoutMs?: number;
};

export interface Journal {
  /** What earlier workers journaled of this run. */
  steps(): Promise<Map<string, StepStatus>>;
  begin(step: string, ordinal: number, attempt: number): Promise<void>;
  end(step: string, status: "done" | "skipped", durationMs: number, message: string | undefined): Promise<void>;
  fail(step: string, error: unknown, durationMs: number): Promise<void>;
  /** From here on the run can only be undone, also after a restart. */
  compensating(error: unknown): Promise<void>;
  undone(step: string): Promise<void>;
  undoFailed(step: string, error: unknown): Promise<void>;
  /** The steps so far count no longer: a resume begins with the first one, which cancels what `steps` knew as done. */
  restartLater(): Promise<void>;
  progress(step: string, fraction: number | null, message: string): void;
}

export type SagaOutcome =
  | { state: "succeeded" }
  /** Failed, and everything is as before. */
  | { state: "failed"; error: unknown }
  /** Failed, and something could not be undone yet: call again later with `resume: "compensate"`. */
  | { state: "compensating"; error: unknown }
  /** A dependency is unavailable; nothing was undone. Call again later: all steps run again from the first one. */
  | { state: "waiting"; error: unknown };

const defaultUndoTimeoutMs = 90_000;
const settleMs = 35_000;

/**
 * Runs the steps from the journal's position on; on failure undoes what was begun, in reverse. Rejects only when the
 * journal cannot be written or the signal aborts (the worker is stopping or lost the run): the next worker continues.
 */
export async function runSaga<C>(options: {
  steps: readonly Step<C>[];
  context: C;
  journal: Journal;
  signal: AbortSignal;
  /** Aborts the steps, but not their undo: the owner cancelled the run. */
  cancel?: AbortSignal;
  resume?: "forward" | "compensate";
  /**
   * Errors that are not caused by the step (the database is unavailable, the run was lost): the saga rejects with them.
   */
  isInterruption?: (error: unknown) => boolean;
  /** Temporary failures (the engine is unreachable): the saga ends as `waiting` and undoes nothing. */
  isWorthWaiting?: (error: unknown) => boolean;
}): Promise<SagaOutcome> {
  const { steps, context, journal, signal, cancel } = options;
  const known = await journal.steps();
  if (options.resume !== "compensate") {
    const isInterruption = options.isInterruption ?? (() => false);
    const failure = await forward(steps, context, journal, known, { signal, cancel, isInterruption });
    if (!failure) return { state: "succeeded" };
    signal.throwIfAborted();
    if (!cancel?.aborted && options.isWorthWaiting?.(failure.error)) {
      await journal.restartLater();
      return { state: "waiting", error: failure.error };
    }
    await journal.compensating(failure.error);
    return compensate(steps, context, journal, { signal, error: failure.error });
  }
  return compensate(steps, context, journal, { signal, error: undefined });
}

type Signals = {
  signal: AbortSignal;
  cancel: AbortSignal | undefined;
  isInterruption: (error: unknown) => boolean;
};

async function forward<C>(
  steps: readonly Step<C>[],
  context: C,
  journal: Journal,
  known: Map<string, StepStatus>,
  signals: Signals,
): Promise<{ error: unknown } | null> {
  for (const [ordinal, step] of steps.entries()) {
    const before = known.get(step.name);
    if (before === "done" || before === "skipped") continue;
    const startedAt = performance.now();
    try {
      const result = await attemptStep(step, ordinal, context, journal, signals);
      await journal.end(step.name, result?.status ?? "done", performance.now() - startedAt, result?.message);
    } catch (error) {
      signals.signal.throwIfAborted();
      if (signals.isInterruption(error)) throw error;
      await journal.fail(step.name, error, performance.now() - startedAt);
      return { error };
    }
  }
  return null;
}

function attemptStep<C>(
  step: Step<C>,
  ordinal: number,
  context: C,
  journal: Journal,
  { signal, cancel }: Signals,
): Promise<StepResult | undefined> {
  const stop = cancel ? AbortSignal.any([signal, cancel]) : signal;
  const timeoutMs = typeof step.timeoutMs === "function" ? step.timeoutMs(context) : step.timeoutMs;
  const tooLong = () =>
    step.timeoutError?.(context, timeoutMs) ??
    provisioningErrors.engine_timeout({
      detail: `The step "${step.name}" took longer than ${Math.round(timeoutMs / 1000)} s.`,
    });
  return retry(
    async (attempt) => {
      stop.throwIfAborted();
      await journal.begin(step.name, ordinal, attempt + 1);
      stop.throwIfAborted();
      let acting: Promise<unknown> = Promise.resolve();
      const work = withTimeout(
        timeoutMs,
        (stepSignal) => {
          const progress = (fraction: number | null, message: string) => journal.progress(step.name, fraction, message);
          const act = step.act(context, { signal: stepSignal, progress });
          acting = act;
          return act;
        },
        tooLong,
        stop,
      );
      // An interrupted step may still be inside a call to the engine: an undo before that call returns would leave
      // its result behind.
      return work.catch(async (error) => {
        await Promise.race([acting.catch(() => {}), sleep(settleMs)]);
        throw error;
      });
    },
    {
      attempts: step.attempts ?? 1,
      delayMs: 500,
      maxDelayMs: 8_000,
      retryIf: (error) => isAppError(error) && error.retryable && !stop.aborted,
      signal: stop,
    },
  );
}

async function compensate<C>(
  steps: readonly Step<C>[],
  context: C,
  journal: Journal,
  { signal, error }: { signal: AbortSignal; error: unknown },
): Promise<SagaOutcome> {
  const known = await journal.steps();
  for (const step of [...steps].reverse()) {
    const status = known.get(step.name);
    // Undone steps are undone again: an interrupted call may have taken effect since.
    if (status === undefined) continue;
    try {
      await withTimeout(
        step.undoTimeoutMs ?? defaultUndoTimeoutMs,
        (stepSignal) => step.undo?.(context, { signal: stepSignal }) ?? Promise.resolve(),
        () => provisioningErrors.engine_timeout(),
        signal,
      );
      await journal.undone(step.name);
    } catch (undoError) {
      signal.throwIfAborted();
      await journal.undoFailed(step.name, undoError);
      return { state: "compensating", error };
    }
  }
  return { state: "failed", error };
}
