/** How wide the points of a chart are, and which table has them. Pure. */
const mostPoints = 1_100;
const steps = [10, 30, 60, 120, 300, 600, 1_200, 1_800, 3_600, 7_200, 14_400, 21_600, 43_200, 86_400] as const;

export type Tier = "samples" | "tenMinutes" | "hours";
export type Step = { seconds: number; tier: Tier };

const day = 86_400;

/** The narrowest width that is kept for `ageSeconds`, see metric_tables() of the migrations. */
const narrowestOf = (ageSeconds: number) => (ageSeconds > 90 * day ? 3_600 : ageSeconds > 30 * day ? 600 : 10);

/**
 * The narrowest width that gives at most 1,100 points: 30 days of hours, 7 days of ten minutes, one hour of samples.
 * `ageSeconds`: how long ago the part begins.
 */
export function chooseStep(spanSeconds: number, ageSeconds: number): Step {
  const narrowest = narrowestOf(ageSeconds);
  const seconds = steps.find((step) => step >= narrowest && spanSeconds / step <= mostPoints) ?? 86_400;
  return { seconds, tier: seconds >= 3_600 ? "hours" : seconds >= 600 ? "tenMinutes" : "samples" };
}
