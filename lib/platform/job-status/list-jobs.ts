import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import type { Logger } from "@/lib/core/log";
import { type ScheduledJob, scheduledJobs } from "@/lib/jobs/job-queue";
import type { JobView } from "./contract";

/** All periodic jobs: what is due, running and failed. Those that failed come first. */
export async function listJobs(actor: Actor, log: Logger): Promise<JobView[]> {
  authorise(actor, "job.read");
  const items = (await scheduledJobs(log)).map(viewOf);
  return items.sort((a, b) => Number(b.state === "failed") - Number(a.state === "failed"));
}

function viewOf(job: ScheduledJob): JobView {
  return {
    name: job.name,
    summary: job.summary ?? "",
    schedule: job.schedule,
    nextAt: job.nextAt?.toISOString() ?? null,
    state: stateOf(job),
    runningSince: job.runningSince?.toISOString() ?? null,
    lastAt: job.lastAt?.toISOString() ?? null,
    lastDurationMs: job.lastDurationMs,
    lastError: job.lastError?.slice(0, 500) ?? null,
  };
}

function stateOf({ runningSince, retrying, waiting, lastState }: ScheduledJob): JobView["state"] {
  if (runningSince) return "running";
  if (retrying > 0) return "retrying";
  if (waiting > 0) return "due";
  return lastState === "failed" ? "failed" : "scheduled";
}
