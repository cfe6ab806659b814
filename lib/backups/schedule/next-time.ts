/** When a backup is due: a minute of the day, in a time zone; on one weekday (0: Sunday) or on each day. */
export type DueTime = { atMinute: number; timeZone: string; weekday: number | null };

const dayMs = 86_400_000;

/** Milliseconds by which the clocks of a time zone are ahead of UTC at a moment. */
function offsetAt(ms: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  const parts = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(ms / 1_000) * 1_000;
}

/** The first such moment after `afterMs`. A time that clocks skip is an hour later on that day. Pure. */
export function nextTime({ atMinute, timeZone, weekday }: DueTime, afterMs: number): Date {
  const localToday = Math.floor((afterMs + offsetAt(afterMs, timeZone)) / dayMs) * dayMs;
  for (let day = 0; ; day++) {
    const local = localToday + day * dayMs + atMinute * 60_000;
    if (weekday !== null && new Date(local).getUTCDay() !== weekday) continue;
    const first = local - offsetAt(local, timeZone);
    const exact = local - offsetAt(first, timeZone);
    if (exact > afterMs) return new Date(exact);
  }
}

/** The same time in about a month: the first day of the next month. Pure. */
export function nextMonth(due: DueTime, afterMs: number): Date {
  const after = new Date(afterMs);
  const first = Date.UTC(after.getUTCFullYear(), after.getUTCMonth() + 1, 1) - 1;
  return nextTime({ ...due, weekday: null }, first);
}
