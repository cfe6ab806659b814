import { isAppError, messageOf } from "@/lib/core/errors";
import { formatDuration } from "@/lib/core/units";
import { type Sql, transaction } from "@/lib/db/transaction";
import type { Journal, StepStatus } from "@/lib/provisioning/saga";
import { recordEvent } from "../runs";
import type { ClaimedRun, Publish } from "./context";

/** Another worker holds the run now: stop without touching anything. */
export class RunLostError extends Error {
  constructor(runId: string) {
    super(`run ${runId} is held by another worker`);
    this.name = "RunLostError";
  }
}

/** What a customer may read of a failure. Defects are not explained to customers; the run keeps the details. */
export function customerMessage(error: unknown): { code: string; message: string } {
  if (isAppError(error)) return { code: error.code, message: `${error.title}. ${error.message}` };
  return { code: "internal_error", message: "Something went wrong on our side. Retry, or tell an administrator." };
}

/** The engine's own words, for administrators. */
export function technicalDetail(error: unknown): string {
  const parts: string[] = [];
  for (let current: unknown = error; current && parts.length < 4; current = (current as { cause?: unknown }).cause) {
    parts.push(messageOf(current));
  }
  return parts.join(" ← ").slice(0, 2000);
}

/**
 * The saga's journal in PostgreSQL: every transition is one transaction that also checks the run's epoch (a worker that
 * lost the run cannot write), adds the timeline entry and is published after the commit.
 */
export class DatabaseJournal implements Journal {
  readonly #run: ClaimedRun;
  readonly #ownerId: string;
  readonly #publish: Publish;
  readonly #sql: Sql;

  constructor(run: ClaimedRun, ownerId: string, publish: Publish, sql: Sql) {
    this.#run = run;
    this.#ownerId = ownerId;
    this.#publish = publish;
    this.#sql = sql;
  }

  async steps(): Promise<Map<string, StepStatus>> {
    const rows = await this.#sql.rows<{ step: string; status: StepStatus }>(
      "SELECT step, status FROM run_step WHERE run_id = $1",
      [this.#run.id],
    );
    return new Map(rows.map((row) => [row.step, row.status]));
  }

  async begin(step: string, ordinal: number, attempt: number): Promise<void> {
    await this.#write(step, "running", attempt > 1 ? `Attempt ${attempt}` : "", undefined, async (tx) => {
      await tx.run(
        `INSERT INTO run_step (run_id, step, ordinal, status, attempt, started_at) VALUES ($1, $2, $3, 'running', $4, now())
         ON CONFLICT (run_id, step) DO UPDATE SET status = 'running', attempt = run_step.attempt + 1, finished_at = NULL,
           error_code = NULL`,
        [this.#run.id, step, ordinal, attempt],
      );
    });
  }

  async end(step: string, status: "done" | "skipped", durationMs: number, message: string | undefined): Promise<void> {
    await this.#write(step, status, message ?? "", durationMs, (tx) => this.#finishStep(tx, step, status, null));
  }

  async fail(step: string, error: unknown, durationMs: number): Promise<void> {
    const { code, message } = customerMessage(error);
    await this.#write(step, "failed", message, durationMs, (tx) => this.#finishStep(tx, step, "failed", code));
  }

  async compensating(error: unknown): Promise<void> {
    const { code, message } = customerMessage(error);
    const changed = await this.#sql.run(
      `UPDATE provisioning_run SET state = 'compensating', error_code = $3, error_message = $4, error_detail = $5
       WHERE id = $1 AND epoch = $2`,
      [this.#run.id, this.#run.epoch, code, message, technicalDetail(error)],
    );
    if (changed === 0) throw new RunLostError(this.#run.id);
  }

  async undone(step: string): Promise<void> {
    await this.#write(step, "undone", "", undefined, (tx) => this.#finishStep(tx, step, "undone", null));
  }

  async undoFailed(step: string, error: unknown): Promise<void> {
    const { code, message } = customerMessage(error);
    await this.#write(step, "undo_failed", message, undefined, (tx) => this.#finishStep(tx, step, "undo_failed", code));
  }

  progress(step: string, fraction: number | null, message: string): void {
    this.#publish(this.#run.serverId, this.#ownerId, "provisioning.step", {
      ...this.#stepEvent(step, "running", message, new Date()),
      progress: fraction,
      sequence: 0,
    });
  }

  #finishStep(tx: Sql, step: string, status: StepStatus, errorCode: string | null): Promise<unknown> {
    return tx.run(
      "UPDATE run_step SET status = $3, finished_at = now(), error_code = $4 WHERE run_id = $1 AND step = $2",
      [this.#run.id, step, status, errorCode],
    );
  }

  #stepEvent(step: string, status: string, message: string, at: Date) {
    const { serverId, id } = this.#run;
    return { serverId, run: id, step, status, message, at: at.toISOString() };
  }

  async #write(
    step: string,
    status: StepStatus,
    message: string,
    durationMs: number | undefined,
    change: (tx: Sql) => Promise<unknown>,
  ): Promise<void> {
    const { id: runId, serverId, epoch } = this.#run;
    const duration = durationMs === undefined ? undefined : Math.round(durationMs);
    const event = await transaction(async (tx) => {
      const held = await tx.run("UPDATE provisioning_run SET current_step = $3 WHERE id = $1 AND epoch = $2", [
        runId,
        epoch,
        step,
      ]);
      if (held === 0) throw new RunLostError(runId);
      await change(tx);
      const text = message || (duration === undefined ? "" : formatDuration(duration));
      return recordEvent(tx, { serverId, runId, step, status, message: text, durationMs: duration });
    });
    this.#publish(serverId, this.#ownerId, "provisioning.step", {
      ...this.#stepEvent(step, status, message, event.at),
      progress: status === "running" ? null : 1,
      sequence: event.sequence,
    });
  }
}
