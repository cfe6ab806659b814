import type { Forecast } from "./contract";

const weeksShown = 104;

/**
 * `added`: reserved in the last 30 days. `weeksLeft`: until everything is reserved; null where it does not grow, or
 * lasts longer than two years. Pure.
 */
export function forecast({ reserved, total, added }: { reserved: number; total: number; added: number }): Forecast {
  const perWeek = (added * 7) / 30;
  const weeks = perWeek > 0 ? Math.max(0, total - reserved) / perWeek : null;
  return { reserved, total, perWeek, weeksLeft: weeks === null || weeks > weeksShown ? null : Math.floor(weeks) };
}
