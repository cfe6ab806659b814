"use client";

import { useLocale, useTimeZone, useTranslations } from "next-intl";
import { useEffect, useState } from "react";

const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

/** Null: less than ten seconds. */
function relative(locale: string, at: number, now: number): string | null {
  const seconds = Math.round((at - now) / 1000);
  const format = new Intl.RelativeTimeFormat(locale, { numeric: "auto", style: "short" });
  for (const [unit, size] of units) {
    if (Math.abs(seconds) >= size) return format.format(Math.round(seconds / size), unit);
  }
  return Math.abs(seconds) < 10 ? null : format.format(seconds, "second");
}

/** "3 min. ago", with the exact local time on hover; the server's rendering shows the time of the day. */
export function RelativeTime({ at }: { at: string }) {
  const t = useTranslations("ui");
  const locale = useLocale();
  const timeZone = useTimeZone();
  const [now, setNow] = useState<number | null>(null);
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 20_000);
    return () => clearInterval(timer);
  }, []);
  const date = new Date(at);
  const exact = at.replace("T", " ").replace(/\.\d+Z$/, " UTC");
  // Node and browsers know different versions of a language's long forms, so the server writes none of them.
  const clock = () => date.toLocaleTimeString("en-GB", { timeZone, hour: "2-digit", minute: "2-digit" });
  return (
    <time
      dateTime={at}
      title={now === null ? exact : date.toLocaleString(locale, { timeZone, dateStyle: "full", timeStyle: "long" })}
      className="ln-figure"
    >
      {now === null ? clock() : (relative(locale, date.getTime(), now) ?? t("justNow"))}
    </time>
  );
}
