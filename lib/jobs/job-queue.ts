import type { Db, PgBoss } from "pg-boss";
import type { Logger } from "@/lib/core/log";
import { database } from "@/lib/db/client";
import type { Row } from "@/lib/db/statement";
import { type Sql, sql, type Tx } from "@/lib/db/transaction";
import { listScheduledJobs } from "./jobs.sql";

/**
 * pg-boss over the process's own pool. Its tables are in the schema `pgboss`, which it creates and migrates itself
 * under its own lock. The queue of every process may send; only the worker's supervises and runs schedules.
 */
export const jobSchema = "pgboss";

/** Runs what pg-boss asks on a connection of ours: with a transaction's, a job exists when that commits. */
function databaseOf(db: Sql): Db {
  return { executeSql: async (text, values) => ({ rows: await db.rows(text, values) }) };
}

export async function openJobQueue(log: Logger, { supervises }: { supervises: boolean }): Promise<PgBoss> {
  const { pool } = database();
  // 16 MB that a web process needs only when somebody looks at the jobs.
  const { PgBoss } = await import("pg-boss");
  const queue = new PgBoss({
    schema: jobSchema,
    // As pg answers: pg-boss also sends several statements at once, and then expects a list of results.
    db: { executeSql: (text, values) => pool.query(text, values) },
    supervise: supervises,
    schedule: supervises,
    registerInstance: false,
    // The pool's role may not own the statistics that this reads.
    monitorVacuum: false,
    reindex: false,
  });
  queue.on("error", (error) => log.warn({ err: error }, "jobs: the queue does not answer; tried again"));
  return queue.start();
}

declare global {
  var lightnodeJobQueue: Promise<PgBoss> | undefined;
}

/** This process's queue for sending, opened at first use. */
async function sendingQueue(log: Logger): Promise<PgBoss> {
  globalThis.lightnodeJobQueue ??= openJobQueue(log, { supervises: false }).catch((error: unknown) => {
    globalThis.lightnodeJobQueue = undefined;
    throw error;
  });
  return globalThis.lightnodeJobQueue;
}

/** Closes the queue for sending; for processes that end. */
export async function closeJobQueue(): Promise<void> {
  const queue = await globalThis.lightnodeJobQueue?.catch(() => null);
  globalThis.lightnodeJobQueue = undefined;
  await queue?.stop({ graceful: false });
}

/** Whether a worker runs this job on a schedule. */
export async function isScheduled(log: Logger, name: string): Promise<boolean> {
  return (await (await sendingQueue(log)).getSchedules(name)).length > 0;
}

/** Requests a run of a job as soon as a worker is free. False when one is waiting already. */
export async function requestJob(tx: Tx, log: Logger, name: string): Promise<boolean> {
  const queue = await sendingQueue(log);
  return (await queue.send(name, {}, { db: databaseOf(tx) })) !== null;
}

export type ScheduledJob = Row<typeof listScheduledJobs> & { nextAt: Date | null };

/** Every job that a worker runs on a schedule. */
export async function scheduledJobs(log: Logger): Promise<ScheduledJob[]> {
  // Opening the queue also makes the tables, which a panel whose worker never ran does not have.
  const queue = await sendingQueue(log);
  const rows = await sql().rows(listScheduledJobs);
  return rows.map((row) => ({ ...row, nextAt: queue.previewSchedule(row.schedule, { count: 1 })[0] ?? null }));
}
