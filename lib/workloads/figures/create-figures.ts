import { sql } from "@/lib/db/transaction";
import { countCreatesByHour, summariseCreates } from "./figures.sql";

export type CreateFigures = {
  /** Creates that ended in the last 24 hours. */
  created: number;
  failed: number;
  /** Milliseconds from accept to online; null without any. */
  medianMs: number | null;
  slowestMs: number | null;
  /** Failures of the last 24 hours by code, the most frequent first. */
  errors: { code: string; count: number }[];
  /** Creates and failures by hour, the oldest first; 24 entries. */
  hours: { at: string; created: number; failed: number }[];
};

const dayMs = 24 * 3_600_000;

/** Figures about creating workloads of one kind: success rate, times and the trend of errors. */
export async function createFigures(resourceKind: string): Promise<CreateFigures> {
  const totals = await sql().row(summariseCreates, [resourceKind]);
  const failures = await sql().prisma.provisioningRun.groupBy({
    by: ["errorCode"],
    where: {
      resourceKind,
      kind: "create",
      state: "failed",
      finishedAt: { gt: new Date(Date.now() - dayMs) },
      errorCode: { not: null },
    },
    _count: { errorCode: true },
    orderBy: { _count: { errorCode: "desc" } },
    take: 5,
  });
  const hours = await sql().rows(countCreatesByHour, [resourceKind]);
  return {
    created: totals?.created ?? 0,
    failed: totals?.failed ?? 0,
    medianMs: totals?.medianMs ?? null,
    slowestMs: totals?.slowestMs ?? null,
    errors: failures.map(({ errorCode, _count }) => ({ code: errorCode ?? "", count: _count.errorCode })),
    hours: hours.map((hour) => ({ ...hour, at: hour.at.toISOString() })),
  };
}
