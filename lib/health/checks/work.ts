import { sql } from "@/lib/db/transaction";
import { listScheduledJobs } from "@/lib/jobs/jobs.sql";
import { above, type HealthCheck, ok } from "../check";
import { healthFacts } from "../facts";

export const workerCheck: HealthCheck = {
  name: "worker",
  label: "Worker",
  async run() {
    const { workers } = await healthFacts();
    if (workers > 0) return ok(undefined, `${workers} ${workers === 1 ? "worker is" : "workers are"} connected.`);
    return {
      state: "failed",
      detail: "no worker is connected; servers are accepted but wait",
      advice: {
        text: "The supervisor starts a worker that ended. Read the log, or start the panel again.",
        command: "npm start",
      },
    };
  },
};

export const queueCheck: HealthCheck = {
  name: "queue",
  label: "Waiting runs",
  unit: "s",
  async run() {
    const seconds = (await healthFacts()).oldestRun ?? 0;
    const state = above(seconds, { degraded: 600, failed: 3_600 });
    if (state === "ok") return ok(seconds);
    const text = "Runs wait for a worker or for a machine that does not answer.";
    return { state, value: seconds, detail: text, advice: { text, href: "/admin/runs" } };
  },
};

export const jobsCheck: HealthCheck = {
  name: "jobs",
  label: "Periodic jobs",
  async run() {
    const failed = (await sql().rows(listScheduledJobs)).filter(({ lastState }) => lastState === "failed");
    if (failed.length === 0) return ok();
    const detail = failed
      .map(({ name, lastError }) => `${name}: ${lastError ?? "failed"}`)
      .join(" ")
      .slice(0, 300);
    return {
      state: "degraded",
      detail,
      advice: { text: "Read the error, and run the job again.", href: "/admin/jobs" },
    };
  },
};
