"use client";

import { type ReactNode, useSyncExternalStore } from "react";
import classes from "./activity.module.css";

export type DayEntry = { id: string; at: string; row: ReactNode };

const never = () => () => {};
const zoneHere = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Events grouped by the viewer's days, in their given order. The first one of a day carries its heading. */
export function DayList({ label, entries, now }: { label: string; entries: readonly DayEntry[]; now?: number }) {
  const zone = useSyncExternalStore(never, zoneHere, () => "UTC");
  const days = entries.map(({ at }) => dayOf(Date.parse(at), zone));
  const current = now ?? Date.now();
  return (
    <ol className={classes.list} aria-label={label}>
      {entries.map(({ id, row }, index) => (
        <li key={id}>
          {days[index] === days[index - 1] ? null : (
            <h2 className={classes.day} suppressHydrationWarning>
              {nameOfDay(days[index] ?? "", current, zone)}
            </h2>
          )}
          {row}
        </li>
      ))}
    </ol>
  );
}

/** `2026-11-28` in the time zone. */
function dayOf(at: number, zone: string): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone: zone, dateStyle: "short" }).format(at);
}

export function nameOfDay(day: string, now: number, zone: string): string {
  if (day === dayOf(now, zone)) return "Today";
  if (day === dayOf(now - 86_400_000, zone)) return "Yesterday";
  const isThisYear = day.slice(0, 4) === dayOf(now, zone).slice(0, 4);
  return new Date(`${day}T12:00:00Z`).toLocaleDateString("en-GB", {
    timeZone: "UTC",
    weekday: "long",
    day: "numeric",
    month: "long",
    ...(isThisYear ? {} : { year: "numeric" }),
  });
}
