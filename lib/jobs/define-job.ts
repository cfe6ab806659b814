import type { Logger } from "@/lib/core/log";

/**
 * One piece of periodic work: a file in `lib/<module>/jobs` and its name in the module's `module.ts`. It may run twice, be
 * killed anywhere and be started again, so it must be safe to repeat.
 */
export type JobDefinition = {
  /** Its queue: `<module>.<what it does>`, of `[a-z0-9.-]`. */
  name: string;
  /** What it does, for the administrator: one short sentence. */
  summary: string;
  /** Cron expression of five fields, in UTC. */
  schedule: string;
  /** It counts as failed after this long. */
  timeoutSeconds: number;
  run(context: JobContext): Promise<void>;
};

export type JobContext = {
  log: Logger;
  /** Aborted when the time is over or the process stops. */
  signal: AbortSignal;
};

export function defineJob(definition: JobDefinition): JobDefinition {
  return definition;
}
