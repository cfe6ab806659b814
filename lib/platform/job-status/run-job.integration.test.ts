import { afterAll, beforeAll, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { jobs } from "@/lib/bootstrap/modules";
import { createLogger } from "@/lib/core/log";
import { sql } from "@/lib/db/transaction";
import { closeJobQueue } from "@/lib/jobs/job-queue";
import { JobWorker } from "@/lib/jobs/job-worker";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeUser } from "@/lib/testing/fixtures";
import { listJobs } from "./list-jobs";
import { runJob } from "./run-job";

let environment: TestEnvironment;
let worker: JobWorker;
let administrator: Actor;
const log = createLogger("test", "silent");
beforeAll(async () => {
  environment = await openTestEnvironment();
  administrator = await makeUser("ADMIN");
  worker = new JobWorker({ jobs, log, pollSeconds: 0.5 });
  await worker.start();
});
afterAll(async () => {
  await worker.stop();
  await closeJobQueue();
  await environment.close();
});

const within = { timeout: 30_000, interval: 100 };

it("every job of the panel runs, and says when it is due next", async () => {
  for (const { name } of jobs) expect(await runJob(administrator, log, name)).toEqual({ requested: true });
  const unfinished = async () =>
    (await listJobs(administrator, log)).filter(({ state, lastAt }) => state !== "scheduled" || lastAt === null);
  await expect.poll(unfinished, within).toEqual([]);
  const listed = await listJobs(administrator, log);
  expect(listed.map(({ name }) => name).sort()).toEqual(jobs.map(({ name }) => name).sort());
  for (const { nextAt, summary, lastError } of listed) {
    expect(Date.parse(nextAt ?? "")).toBeGreaterThan(Date.now() - 60_000);
    expect(summary).toMatch(/^[A-Z].+\.$/);
    expect(lastError).toBeNull();
  }
});

it("a request is audited with who asked, and refused to others and for what is no job", async () => {
  await runJob(administrator, log, "auth.purge-links");
  const entries = await sql().rows(
    "SELECT actor_id FROM audit_entry WHERE action = 'job.requested' AND target_id = 'auth.purge-links'",
  );
  expect(new Set(entries.map((entry) => entry.actor_id))).toEqual(new Set([administrator.userId]));
  await expect(runJob(administrator, log, "auth.no-such-job")).rejects.toMatchObject({ code: "not_found" });
  const manager = await makeUser("MANAGER");
  await expect(runJob(manager, log, "auth.purge-links")).rejects.toMatchObject({ code: "forbidden" });
  await expect(listJobs(manager, log)).rejects.toMatchObject({ code: "forbidden" });
});

it("a job that failed is listed first with its reason, until it succeeds", async () => {
  await sql().run("ALTER TABLE email_link RENAME TO email_link_away");
  try {
    await runJob(administrator, log, "auth.purge-links");
    const retrying = async () => (await listJobs(administrator, log)).some(({ state }) => state === "retrying");
    await expect.poll(retrying, within).toBe(true);
    await sql().run(
      "UPDATE pgboss.job SET retry_limit = retry_count + 1, start_after = now() WHERE name = 'auth.purge-links' AND state = 'retry'",
    );
    await expect
      .poll(async () => (await listJobs(administrator, log))[0], within)
      .toMatchObject({
        name: "auth.purge-links",
        state: "failed",
        lastError: expect.stringContaining("email_link"),
      });
  } finally {
    await sql().run("ALTER TABLE email_link_away RENAME TO email_link");
  }
  await runJob(administrator, log, "auth.purge-links");
  const states = async () =>
    (await listJobs(administrator, log)).find(({ name }) => name === "auth.purge-links")?.state;
  await expect.poll(states, within).toBe("scheduled");
});
