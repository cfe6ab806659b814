import { systemActor } from "@/lib/access/actor";
import { env } from "@/lib/core/env";
import { createLogger } from "@/lib/core/log";
import { listJobs } from "@/lib/platform/job-status/list-jobs";
import { runJob } from "@/lib/platform/job-status/run-job";
import { type Command, table } from "../command-line";

const log = () => createLogger("cli", env().LOG_LEVEL);

export const commands: readonly Command[] = [
  {
    name: "job list",
    summary: "Periodic jobs: when each is due, and how its last run ended.",
    async run() {
      const jobs = await listJobs(systemActor, log());
      const rows = jobs.map((job) => [job.name, job.state, job.schedule, job.nextAt, job.lastAt, job.lastError]);
      return { json: jobs, text: table(["NAME", "STATE", "SCHEDULE (UTC)", "NEXT", "LAST", "ERROR"], rows) };
    },
  },
  {
    name: "job run",
    summary: "Run a job now, also one that failed.",
    positionals: ["NAME"],
    async run(input) {
      const name = input.positional(0);
      const { requested } = await runJob(systemActor, log(), name);
      const text = requested ? `A worker runs ${name} within 10 seconds.` : `${name} is waiting for a worker already.`;
      return { json: { name, requested }, text };
    },
  },
];
