import { sql } from "@/lib/db/transaction";
import type { CreateFigures } from "./contract";

export type EndedCreate = { state: string; createdAt: Date; finishedAt: Date; errorCode: string | null };

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const shownErrors = 5;

/** Figures about creating workloads of one kind: success rate, times and the trend of errors. */
export async function createFigures(resourceKind: string): Promise<CreateFigures> {
  const nowMs = Date.now();
  const runs = await sql().prisma.provisioningRun.findMany({
    where: { resourceKind, kind: "create", finishedAt: { gt: new Date(nowMs - dayMs) } },
    select: { state: true, createdAt: true, finishedAt: true, errorCode: true },
  });
  const ended = runs.flatMap(({ finishedAt, ...run }) => (finishedAt ? [{ ...run, finishedAt }] : []));
  return summariseCreates(ended, nowMs);
}

/** The figures of creates that ended in the last 24 hours. Pure. */
export function summariseCreates(ended: readonly EndedCreate[], nowMs: number): CreateFigures {
  const succeeded = ended.filter(({ state }) => state === "succeeded");
  const failed = ended.filter(({ state }) => state === "failed");
  const durations = succeeded.map((run) => run.finishedAt.getTime() - run.createdAt.getTime()).sort((a, b) => a - b);
  const counts = new Map<string, number>();
  for (const { errorCode } of failed) if (errorCode) counts.set(errorCode, (counts.get(errorCode) ?? 0) + 1);
  const thisHour = hourOf(nowMs);
  const hours = Array.from({ length: 24 }, (_, index) => thisHour - (23 - index) * hourMs).map((at) => ({
    at: new Date(at).toISOString(),
    created: succeeded.filter((run) => hourOf(run.finishedAt.getTime()) === at).length,
    failed: failed.filter((run) => hourOf(run.finishedAt.getTime()) === at).length,
  }));
  return {
    created: succeeded.length,
    failed: failed.length,
    medianMs: median(durations),
    slowestMs: durations.at(-1) ?? null,
    errors: [...counts]
      .map(([code, count]) => ({ code, count }))
      .sort((a, b) => b.count - a.count)
      .slice(0, shownErrors),
    hours,
  };
}

const hourOf = (ms: number) => ms - (ms % hourMs);

function median(sorted: readonly number[]): number | null {
  const [low, high] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]];
  return low === undefined || high === undefined ? null : Math.round((low + high) / 2);
}
