import { page } from "@/lib/db/page";
import { type Sql, sql } from "@/lib/db/transaction";
import type { Need } from "@/lib/nodes/place/placement";
import { runKinds, type TimelineEntry } from "./contract";
import { listRecentEvents, readUsage } from "./figures/figures.sql";

/** Reads for the pages of the kinds, which authorise before they call. */
const timelineLength = 200;

/** A timeline, oldest first: the entries after `after` (ask again with the last one), or the last ones. */
export async function listTimeline(resourceId: string, after: number | undefined): Promise<TimelineEntry[]> {
  const rows = await sql().prisma.resourceEvent.findMany({
    where: { resourceId, sequence: { gt: after ?? 0 } },
    orderBy: { sequence: after === undefined ? "desc" : "asc" },
    take: timelineLength,
  });
  if (after === undefined) rows.reverse();
  return rows.map(({ sequence, at, runId, step, status, message, durationMs }) => ({
    sequence: Number(sequence),
    at: at.toISOString(),
    run: runId,
    step,
    status,
    message,
    durationMs,
  }));
}

const mostEvents = 200;
/** Steps of a timeline that are events of their own, outside of any run. */
const eventSteps = ["exit", "disk", "reconcile", "address"];

/** What happened in a part of time, oldest first: runs that began, and what the watch noted. At most 200 of each. */
export async function eventsBetween(
  resourceId: string,
  from: Date,
  to: Date,
): Promise<{ at: string; kind: string; message: string }[]> {
  const range = { gte: from, lt: to };
  const [runs, events] = await Promise.all([
    sql().prisma.provisioningRun.findMany({
      where: { resourceId, createdAt: range },
      orderBy: { createdAt: "desc" },
      take: mostEvents,
    }),
    sql().prisma.resourceEvent.findMany({
      where: { resourceId, at: range, runId: null, step: { in: eventSteps } },
      orderBy: { sequence: "desc" },
      take: mostEvents,
    }),
  ]);
  const all = [
    ...runs.map(({ createdAt, kind }) => ({ at: createdAt.toISOString(), kind, message: `Run: ${kind}` })),
    ...events.map(({ at, step, message }) => ({ at: at.toISOString(), kind: step, message })),
  ];
  return all.sort((a, b) => a.at.localeCompare(b.at));
}

/** The newest entries of all timelines of one person and kind. */
export async function recentEvents(
  ownerId: string | null,
  kind: string,
): Promise<(TimelineEntry & { resourceId: string; resourceName: string })[]> {
  const rows = await sql().rows(listRecentEvents, [ownerId, kind, runKinds]);
  return rows.map((row) => ({ ...row, sequence: Number(row.sequence), at: row.at.toISOString() }));
}

/** What a person's workloads use; `count` is of one kind, the sums are of every kind. */
export async function usageOf(db: Sql, ownerId: string, kind: string): Promise<Need & { count: number }> {
  const none = { count: 0, memoryMb: 0, cpuMilli: 0, diskMb: 0 };
  return (await db.row(readUsage, [ownerId, kind])) ?? none;
}

const msBetween = (from: Date, to: Date | null) => (to === null ? null : to.getTime() - from.getTime());

/** Runs of every kind, the newest first, with their steps and the names of their resources. */
export async function pageOfRuns(request: { limit: number; cursor?: string | undefined; failed: boolean }) {
  const { rows, nextCursor } = await page(request, ({ where, orderBy, take }) =>
    sql().prisma.provisioningRun.findMany({
      where: { AND: [where, request.failed ? { errorCode: { not: null } } : {}] },
      include: { steps: { orderBy: { ordinal: "asc" } } },
      orderBy,
      take,
    }),
  );
  const resources = await sql().prisma.workload.findMany({
    where: { id: { in: rows.map(({ resourceId }) => resourceId) } },
    select: { id: true, name: true },
  });
  const names = new Map(resources.map(({ id, name }) => [id, name]));
  const items = rows.map((run) => ({
    ...run,
    resourceName: names.get(run.resourceId) ?? null,
    durationMs: msBetween(run.createdAt, run.finishedAt),
    steps: run.steps.map(({ step, status, attempt, startedAt, finishedAt }) => ({
      step,
      status,
      attempt,
      durationMs: msBetween(startedAt, finishedAt),
    })),
  }));
  return { items, nextCursor };
}

/** The code with which a run failed; null when it has none. */
export async function errorCodeOf(db: Sql, runId: string): Promise<string | null> {
  const run = await db.prisma.provisioningRun.findUnique({ where: { id: runId }, select: { errorCode: true } });
  return run?.errorCode ?? null;
}

/** How many workloads each of these people owns; those without any are left out. */
export async function countByOwner(db: Sql, ownerIds: string[]): Promise<Map<string, number>> {
  const where = { ownerId: { in: ownerIds } };
  const rows = await db.prisma.workload.groupBy({ by: ["ownerId"], where, _count: true });
  return new Map(rows.map(({ ownerId, _count }) => [ownerId, _count]));
}

/** Those of the resources that have a run waiting or in progress. */
export async function resourcesWithRuns(ids: readonly string[]): Promise<Set<string>> {
  const where = { resourceId: { in: [...ids] }, finishedAt: null };
  const rows = await sql().prisma.provisioningRun.findMany({ where, select: { resourceId: true } });
  return new Set(rows.map(({ resourceId }) => resourceId));
}

/** Why the last run of a workload failed; null after a success. */
export async function failureOf(db: Sql, id: string): Promise<string | null> {
  const row = await db.prisma.workload.findUnique({ where: { id }, select: { failureMessage: true } });
  return row?.failureMessage ?? null;
}

/** Runs that wait or are in progress, of all workloads. */
export async function countUnfinishedRuns(): Promise<number> {
  return await sql().prisma.provisioningRun.count({ where: { finishedAt: null } });
}
