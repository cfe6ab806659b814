import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { createLogger } from "@/lib/core/log";
import { sql, transaction } from "@/lib/db/transaction";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { defineJob, type JobContext } from "./define-job";
import { closeJobQueue, isScheduled, requestJob, type ScheduledJob, scheduledJobs } from "./job-queue";
import { JobWorker } from "./job-worker";

let environment: TestEnvironment;
const log = createLogger("test", "silent");
const workers: JobWorker[] = [];
/** What the queue itself complained about. */
const complaints: unknown[] = [];
log.warn = (...parts: unknown[]) => {
  if (parts[1] !== "job failed; it is tried again") complaints.push(parts);
};
beforeAll(async () => {
  environment = await openTestEnvironment();
});
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop()));
});
afterAll(async () => {
  expect(complaints).toEqual([]);
  await closeJobQueue();
  await environment.close();
});

const never = "0 0 29 2 *";
const job = (name: string, run: (context: JobContext) => Promise<void>, schedule = never) =>
  defineJob({ name, summary: `Does ${name}.`, schedule, timeoutSeconds: 5, run });
async function work(...jobs: ReturnType<typeof job>[]): Promise<JobWorker> {
  const worker = new JobWorker({ jobs, log, pollSeconds: 0.5 });
  workers.push(worker);
  await worker.start();
  return worker;
}
const request = (name: string) => transaction((tx) => requestJob(tx, log, name));
const seen = async (name: string): Promise<ScheduledJob | undefined> =>
  (await scheduledJobs(log)).find((one) => one.name === name);
const within = { timeout: 15_000, interval: 50 };

it("shows no job before a worker ran, and each with its next time afterwards", async () => {
  expect(await scheduledJobs(log)).toEqual([]);
  await work(job("test.idle", async () => {}));
  expect(await seen("test.idle")).toMatchObject({
    summary: "Does test.idle.",
    schedule: never,
    nextAt: expect.any(Date),
    waiting: 0,
    lastState: null,
  });
});

it("runs what a transaction asked for when that commits, and nothing of one that is rolled back", async () => {
  let runs = 0;
  await work(job("test.count", async () => void runs++));
  const undone = transaction(async (tx) => {
    await requestJob(tx, log, "test.count");
    throw new Error("undone");
  });
  await expect(undone).rejects.toThrow("undone");
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  expect(runs).toBe(0);
  expect(await request("test.count")).toBe(true);
  await expect.poll(() => runs, within).toBe(1);
  await expect.poll(async () => (await seen("test.count"))?.lastState, within).toBe("completed");
});

it("runs a job in one of two workers at a time, and keeps at most one more waiting", async () => {
  let running = 0;
  let most = 0;
  let runs = 0;
  const slow = job("test.slow", async () => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, 700));
    running--;
    runs++;
  });
  await work(slow);
  await work(slow);
  expect(await request("test.slow")).toBe(true);
  expect(await request("test.slow")).toBe(false);
  await expect.poll(async () => (await seen("test.slow"))?.runningSince ?? null, within).not.toBeNull();
  expect(await request("test.slow")).toBe(true);
  await expect.poll(() => runs, within).toBe(2);
  expect(most).toBe(1);
});

it("a job that fails says why, is tried again, and stops no other", async () => {
  let others = 0;
  await work(
    job("test.broken", async () => {
      throw new Error("the disk is gone");
    }),
    job("test.sound", async () => void others++),
  );
  await request("test.broken");
  await expect.poll(async () => (await seen("test.broken"))?.retrying, within).toBe(1);
  await request("test.sound");
  await expect.poll(() => others, within).toBe(1);
  await sql().run("UPDATE pgboss.job SET retry_limit = 1, start_after = now() WHERE name = 'test.broken'");
  await expect.poll(async () => (await seen("test.broken"))?.lastState, within).toBe("failed");
  expect(await seen("test.broken")).toMatchObject({ lastError: "the disk is gone", retrying: 0 });
});

it("forgets the schedule of a job that the panel no longer has", async () => {
  const first = await work(job("test.old", async () => {}));
  await first.stop();
  await work(job("test.new", async () => {}));
  expect(await isScheduled(log, "test.old")).toBe(false);
  expect(await isScheduled(log, "test.new")).toBe(true);
});
