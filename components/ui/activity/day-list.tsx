"use client";

import { useLocale, useTimeZone, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import classes from "./activity.module.css";

type Texts = ReturnType<typeof useTranslations<"ui.activity">>;

export type DayEntry = { id: string; at: string; row: ReactNode };

/** Events grouped by the viewer's days, in their given order. The first one of a day carries its heading. */
export function DayList({ label, entries, now }: { label: string; entries: readonly DayEntry[]; now?: number }) {
  const t = useTranslations("ui.activity");
  const locale = useLocale();
  const zone = useTimeZone() ?? "UTC";
  const days = entries.map(({ at }) => dayOf(Date.parse(at), zone));
  const current = now ?? Date.now();
  return (
    <ol className={classes.list} aria-label={label}>
      {entries.map(({ id, row }, index) => (
        <li key={id}>
          {days[index] === days[index - 1] ? null : (
            <h2 className={classes.day} suppressHydrationWarning>
              {nameOfDay(t, days[index] ?? "", { now: current, zone, locale })}
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

type Viewer = { now: number; zone: string; locale: string };

/** English days are written as in Britain: the day before the month. */
export function nameOfDay(t: Texts, day: string, { now, zone, locale }: Viewer): string {
  if (day === dayOf(now, zone)) return t("today");
  if (day === dayOf(now - 86_400_000, zone)) return t("yesterday");
  const isThisYear = day.slice(0, 4) === dayOf(now, zone).slice(0, 4);
  return new Date(`${day}T12:00:00Z`).toLocaleDateString(locale === "en" ? "en-GB" : locale, {
    timeZone: "UTC",
    weekday: "long",
    day: "numeric",
    month: "long",
    ...(isThisYear ? {} : { year: "numeric" }),
  });
}
