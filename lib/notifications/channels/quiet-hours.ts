import type { QuietHours } from "@/lib/db/generated/client";

type Hours = Pick<QuietHours, "fromMinute" | "toMinute" | "zone">;

const minuteMs = 60_000;
const dayMinutes = 1_440;

/** Minute of the day in a time zone. */
function minuteOfDay(at: Date, zone: string): number {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const [hour = "0", minute = "0"] = parts.format(at).split(":");
  return Number(hour) * 60 + Number(minute);
}

function isWithin({ fromMinute, toMinute }: Hours, minute: number): boolean {
  return fromMinute < toMinute ? minute >= fromMinute && minute < toMinute : minute >= fromMinute || minute < toMinute;
}

/**
 * End of the quiet hours that `now` is in; null outside of them. They are hours of the wall clock: the end is the first
 * minute at which the clock of the zone is outside, whatever was set forward or back in between.
 */
export function quietUntil(hours: Hours | null, now: Date): Date | null {
  if (!hours || hours.fromMinute === hours.toMinute) return null;
  const minute = minuteOfDay(now, hours.zone);
  if (!isWithin(hours, minute)) return null;
  const start = Math.floor(now.getTime() / minuteMs) * minuteMs;
  // A clock change moves the end by at most two hours: search from two hours before the expected minute.
  const expected = (hours.toMinute - minute + dayMinutes) % dayMinutes;
  for (let ahead = Math.max(1, expected - 120); ahead <= expected + 120; ahead++) {
    const at = new Date(start + ahead * minuteMs);
    if (!isWithin(hours, minuteOfDay(at, hours.zone))) return at;
  }
  return new Date(start + expected * minuteMs);
}
