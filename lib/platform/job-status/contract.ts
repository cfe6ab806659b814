import { z } from "zod";

/** One periodic job as the administrator sees it. */
export const jobView = z.object({
  /** `auth.purge-sessions` */
  name: z.string(),
  summary: z.string(),
  /** Cron expression of five fields, in UTC. */
  schedule: z.string(),
  nextAt: z.iso.datetime().nullable(),
  /** `scheduled`: waits for its time. `due`: waits for a worker. `retrying`: failed, and is tried again soon. */
  state: z.enum(["scheduled", "due", "running", "retrying", "failed"]),
  runningSince: z.iso.datetime().nullable(),
  lastAt: z.iso.datetime().nullable(),
  lastDurationMs: z.number().int().nullable(),
  lastError: z.string().nullable(),
});
export type JobView = z.output<typeof jobView>;
