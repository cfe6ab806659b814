import type { ProvisioningReport } from "./contract";

/** One creating run that has ended. */
export type EndedRun = {
  template: string;
  createdAt: Date;
  finishedAt: Date;
  errorCode: string | null;
  errorMessage: string | null;
  steps: readonly { step: string; durationMs: number | null }[];
};

const dayMs = 86_400_000;

/** The value below which `share` of the values are; null without values. Pure. */
export function quantile(values: readonly number[], share: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? null;
}

const durationsOf = (values: readonly number[]) => ({
  count: values.length,
  medianMs: quantile(values, 0.5),
  p95Ms: quantile(values, 0.95),
});

const took = ({ createdAt, finishedAt }: EndedRun) => finishedAt.getTime() - createdAt.getTime();

/** Everything of the report that follows from the runs. Failed runs count for the rates and not for the durations. Pure. */
export function summariseRuns(
  runs: readonly EndedRun[],
  days: number,
  nowMs: number,
): Omit<ProvisioningReport, "pools"> {
  const good = runs.filter(({ errorCode }) => errorCode === null);
  const templates = [...Map.groupBy(runs, ({ template }) => template)].map(([template, all]) => {
    const succeeded = all.filter(({ errorCode }) => errorCode === null);
    return { template, total: all.length, succeeded: succeeded.length, ...durationsOf(succeeded.map(took)) };
  });
  const steps = Map.groupBy(
    good.flatMap((run) => run.steps),
    ({ step }) => step,
  );
  return {
    days,
    total: runs.length,
    succeeded: good.length,
    durations: durationsOf(good.map(took)),
    templates: templates.sort((a, b) => b.total - a.total),
    steps: [...steps].map(([step, all]) => ({
      step,
      ...durationsOf(all.flatMap(({ durationMs }) => durationMs ?? [])),
    })),
    trend: trendOf(runs, days, nowMs),
    errors: errorsOf(runs),
  };
}

const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);

function trendOf(runs: readonly EndedRun[], days: number, nowMs: number): ProvisioningReport["trend"] {
  const byDay = Map.groupBy(runs, ({ finishedAt }) => dayOf(finishedAt.getTime()));
  return Array.from({ length: days }, (_, index) => {
    const day = dayOf(nowMs - (days - 1 - index) * dayMs);
    const all = byDay.get(day) ?? [];
    const failed = all.filter(({ errorCode }) => errorCode !== null).length;
    return { day, succeeded: all.length - failed, failed };
  });
}

function errorsOf(runs: readonly EndedRun[]): ProvisioningReport["errors"] {
  const failed = runs.filter(({ errorCode }) => errorCode !== null);
  const found = [...Map.groupBy(failed, ({ errorCode }) => errorCode ?? "")].map(([code, all]) => {
    const newest = all.reduce((a, b) => (a.finishedAt > b.finishedAt ? a : b));
    const lastAt = newest.finishedAt.toISOString();
    return { code, count: all.length, lastAt, message: newest.errorMessage ?? "" };
  });
  return found.sort((a, b) => b.count - a.count);
}

/** Days until a pool is used up at the rate of the last days; null: it does not grow. Pure. */
export function daysLeft({ free, usedPerDay }: { free: number; usedPerDay: number }): number | null {
  return usedPerDay <= 0 ? null : Math.floor(free / usedPerDay);
}
