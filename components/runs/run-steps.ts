import type { TimelineEntry } from "@/lib/workloads/contract";

/** Reads the last run of a timeline: its steps, whether it ended, and what was undone. Pure. */

/** The words for the steps of one kind of resource. */
export type RunWords = {
  /** What a create did, in "could not be …". */
  made: string;
  /** What is so after a run, by its kind, in "… in 4.9 s". */
  ended: Readonly<Record<string, string>>;
  labels: Readonly<Record<string, string>>;
  /** The steps of a run in progress, by the resource's state; the names seen so far decide between several plans. */
  plansOf: (status: string, seen: ReadonlySet<string>) => readonly string[];
  /** What the undo of a step did, for those that leave something to undo. */
  undone: Readonly<Record<string, string>>;
};

export type StepState = { step: string; status: string; message: string; durationMs: number | null };

export type RunEnd = { kind: string; status: string; message: string; at: string; durationMs: number | null };

export type ShownRun = {
  /** Null: it has not begun. */
  id: string | null;
  steps: StepState[];
  /** How it ended; null while it is in progress. */
  end: RunEnd | null;
  undone: string[];
};

const isUndo = (status: string) => status === "undone" || status === "undo_failed";

/**
 * Whether the entry is the end of its run. It carries the name of the run's kind, which may also be that of a step: a
 * step that fails was running, and is the first of its run that fails.
 */
function isEnd({ step, status }: TimelineEntry, steps: ReadonlyMap<string, StepState>): boolean {
  if (status !== "failed") return status === "succeeded";
  const before = steps.get(step);
  return before ? before.status !== "running" : [...steps.values()].some(({ status: state }) => state === "failed");
}

/** The last run, with the steps to come while it is in progress; null where there is none to show. */
export function lastRun(events: readonly TimelineEntry[], status: string, words: RunWords): ShownRun | null {
  const id = events.findLast(({ run, step }) => run !== null && step in words.labels)?.run ?? null;
  const run = id === null ? null : readRun(id, events, words);
  const isOver = run === null || run.end !== null;
  const seen = new Set(isOver ? [] : run.steps.map(({ step }) => step));
  const planned = words.plansOf(status, seen);
  if (planned.length === 0) return run;
  // The state says that a new run has been accepted, which has not begun.
  const current: ShownRun = isOver ? { id: null, steps: [], end: null, undone: [] } : run;
  return { ...current, steps: [...current.steps, ...planned.filter((step) => !seen.has(step)).map(waiting)] };
}

const waiting = (step: string): StepState => ({ step, status: "waiting", message: "", durationMs: null });

function readRun(id: string, events: readonly TimelineEntry[], { labels, undone }: RunWords): ShownRun {
  const byStep = new Map<string, StepState>();
  const startedAt = new Map<string, number>();
  const run: ShownRun = { id, steps: [], end: null, undone: [] };
  for (const event of events) {
    const { step, status, message, at, durationMs } = event;
    if (event.run !== id || step === "accept") continue;
    const before = byStep.get(step);
    if (isEnd(event, byStep)) {
      run.end = { kind: step, status, message, at, durationMs };
      continue;
    }
    if (!(step in labels)) continue;
    if (status === "running") startedAt.set(step, Date.parse(at));
    if (status === "undone" && undone[step]) run.undone.push(undone[step]);
    // A step that is undone after its failure is shown as failed; its undo adds no information.
    if (isUndo(status) && before?.status === "failed") continue;
    const began = startedAt.get(step);
    const measuredMs = durationMs ?? (status !== "running" && began !== undefined ? Date.parse(at) - began : null);
    byStep.set(step, { step, status, message, durationMs: isUndo(status) ? null : measuredMs });
  }
  run.steps = [...byStep.values()];
  return run;
}
