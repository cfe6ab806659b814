import type { PgBoss } from "pg-boss";
import type { Logger } from "@/lib/core/log";
import type { JobDefinition } from "./define-job";
import { openJobQueue } from "./job-queue";

export type JobWorkerOptions = {
  jobs: readonly JobDefinition[];
  log: Logger;
  /** How often each queue is polled. */
  pollSeconds?: number;
};

const keepFinishedSeconds = 2 * 86_400;
const keepFailedSeconds = 7 * 86_400;
const stopTimeoutMs = 5_000;

/**
 * Runs the jobs of a process. Several workers may run side by side: a job runs in one of them at a time, at most one
 * more waits, and one that fails stops no other. It is tried three times, then counts as failed until its next run.
 */
export class JobWorker {
  readonly #jobs: readonly JobDefinition[];
  readonly #log: Logger;
  readonly #pollSeconds: number;
  readonly #stopped = new AbortController();
  #queue: PgBoss | null = null;

  constructor({ jobs, log, pollSeconds = 10 }: JobWorkerOptions) {
    this.#jobs = jobs;
    this.#log = log;
    this.#pollSeconds = pollSeconds;
  }

  /** Makes the queues and schedules, removes those of jobs that no longer exist, and begins to work. */
  async start(): Promise<void> {
    const queue = await openJobQueue(this.#log, { supervises: true });
    this.#queue = queue;
    await this.#forgetUnknown(queue);
    for (const job of this.#jobs) {
      const options = {
        policy: "stately" as const,
        retryLimit: 2,
        retryDelay: 30,
        retryBackoff: true,
        expireInSeconds: job.timeoutSeconds,
        deleteAfterSeconds: job.schedule.startsWith("* ") ? keepFinishedSeconds : keepFailedSeconds,
      };
      await queue.createQueue(job.name, options);
      const { policy: _policy, ...changeable } = options;
      await queue.updateQueue(job.name, changeable);
      await queue.schedule(job.name, job.schedule, { summary: job.summary });
      await queue.work(job.name, { pollingIntervalSeconds: this.#pollSeconds, batchSize: 1 }, async ([running]) => {
        if (running) await this.#run(job, running.signal);
      });
    }
  }

  /** Waits a short time for running jobs; another worker repeats the rest. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#queue?.stop({ timeout: stopTimeoutMs });
  }

  async #forgetUnknown(queue: PgBoss): Promise<void> {
    const known = new Set(this.#jobs.map(({ name }) => name));
    for (const { name } of await queue.getSchedules()) {
      if (known.has(name)) continue;
      await queue.unschedule(name);
      await queue.deleteQueue(name);
    }
  }

  async #run(job: JobDefinition, timeout: AbortSignal): Promise<void> {
    const log = this.#log.child({ job: job.name });
    const startedAt = performance.now();
    try {
      await job.run({ log, signal: AbortSignal.any([timeout, this.#stopped.signal]) });
      log.debug({ durationMs: Math.round(performance.now() - startedAt) }, "job done");
    } catch (error) {
      log.warn({ err: error }, "job failed; it is tried again");
      throw error;
    }
  }
}
