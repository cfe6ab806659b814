import { isAppError, messageOf } from "@/lib/core/errors";
import type { Sql } from "@/lib/db/transaction";
import type { Journal, StepStatus } from "@/lib/provisioning/saga";
import type { ClaimedRun, ResourceChange } from "../runs/resource-kind";
import { beginStep, finishStep } from "../runs/runs.sql";
import { ProgressLimit } from "./progress-limit";

/** Another worker has taken over the run: stop without changing anything. */
export class RunLostError extends Error {
  constructor(runId: string) {
    super(`run ${runId} is held by another worker`);
    this.name = "RunLostError";
  }
}

/**
 * What a customer may read of a failure. Internal errors are not explained to customers; the run stores the details.
 */
export function customerMessage(error: unknown): { code: string; message: string } {
  if (isAppError(error)) return { code: error.code, message: `${error.title}. ${error.message}` };
  return { code: "internal_error", message: "An internal error occurred. Retry, or inform an administrator." };
}

/** The engine's own error text, for administrators. */
export function technicalDetail(error: unknown): string {
  const parts: string[] = [];
  for (let current: unknown = error; current && parts.length < 4; current = (current as { cause?: unknown }).cause) {
    parts.push(messageOf(current));
  }
  return parts.join(" ← ").slice(0, 2000);
}

/**
 * The saga's journal in PostgreSQL: every transition is one statement that also checks the run's epoch (a worker that
 * lost the run cannot write), adds the timeline entry and is published after the commit.
 */
export class DatabaseJournal implements Journal {
  readonly #run: ClaimedRun;
  readonly #publish: (change: ResourceChange) => void;
  readonly #sql: Sql;
  readonly #limit = new ProgressLimit();

  constructor(run: ClaimedRun, publish: (change: ResourceChange) => void, sql: Sql) {
    this.#run = run;
    this.#publish = publish;
    this.#sql = sql;
  }

  async steps(): Promise<Map<string, StepStatus>> {
    const rows = await this.#sql.prisma.runStep.findMany({
      where: { runId: this.#run.id },
      select: { step: true, status: true },
    });
    return new Map(rows.map((row) => [row.step, row.status]));
  }

  async begin(step: string, ordinal: number, attempt: number): Promise<void> {
    const message = attempt > 1 ? `Attempt ${attempt}` : "";
    await this.#write({ step, status: "running", message }, beginStep, [ordinal, attempt]);
  }

  async end(step: string, status: "done" | "skipped", durationMs: number, message: string | undefined): Promise<void> {
    await this.#finish({ step, status, message: message ?? "", durationMs: Math.round(durationMs) }, null);
  }

  async fail(step: string, error: unknown, durationMs: number): Promise<void> {
    const { code, message } = customerMessage(error);
    await this.#finish({ step, status: "failed", message, durationMs: Math.round(durationMs) }, code);
  }

  async compensating(error: unknown): Promise<void> {
    const { code, message } = customerMessage(error);
    const { count } = await this.#sql.prisma.provisioningRun.updateMany({
      where: { id: this.#run.id, epoch: this.#run.epoch },
      data: { state: "compensating", errorCode: code, errorMessage: message, errorDetail: technicalDetail(error) },
    });
    if (count === 0) throw new RunLostError(this.#run.id);
  }

  async undone(step: string): Promise<void> {
    await this.#finish({ step, status: "undone", message: "" }, null);
  }

  async undoFailed(step: string, error: unknown): Promise<void> {
    const { code, message } = customerMessage(error);
    await this.#finish({ step, status: "undo_failed", message }, code);
  }

  async restartLater(): Promise<void> {
    const { id, epoch } = this.#run;
    await this.#sql.prisma.runStep.updateMany({
      where: { run: { id, epoch }, status: { in: ["done", "skipped"] } },
      data: { status: "undone" },
    });
  }

  progress(step: string, fraction: number | null, message: string): void {
    if (!this.#limit.allows(step, performance.now())) return;
    const at = new Date().toISOString();
    this.#publishStep({ step, status: "running", message, at, progress: fraction, sequence: 0 });
  }

  #publishStep(entry: Omit<Extract<ResourceChange, { type: "step" }>, "type" | "run">): void {
    this.#publish({ type: "step", run: this.#run.id, ...entry });
  }

  #finish(entry: Entry, errorCode: string | null): Promise<void> {
    return this.#write(entry, finishStep, [entry.status, errorCode]);
  }

  /**
   * One statement, and so one transaction and one round trip: the run, if it is still ours, the step, and the timeline.
   */
  async #write(entry: Entry, change: typeof beginStep | typeof finishStep, values: [unknown, unknown]): Promise<void> {
    const { step, status, message, durationMs } = entry;
    const { id, resourceId, epoch } = this.#run;
    const event = await this.#sql.row(change, [
      id,
      epoch,
      step,
      resourceId,
      status,
      message,
      durationMs ?? null,
      ...values,
    ]);
    if (!event) throw new RunLostError(id);
    const progress = status === "running" ? null : 1;
    const at = event.at.toISOString();
    this.#publishStep({ step, status, message, at, progress, sequence: Number(event.sequence) });
  }
}

type Entry = { step: string; status: StepStatus; message: string; durationMs?: number };
