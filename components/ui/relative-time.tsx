"use client";

import { useEffect, useState } from "react";

const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

function relative(at: number, now: number): string {
  const seconds = Math.round((at - now) / 1000);
  const format = new Intl.RelativeTimeFormat("en", { numeric: "auto", style: "short" });
  for (const [unit, size] of units) {
    if (Math.abs(seconds) >= size) return format.format(Math.round(seconds / size), unit);
  }
  return Math.abs(seconds) < 10 ? "just now" : format.format(seconds, "second");
}

/** In the viewer's own language and time zone, which is named. */
function localTime(at: string): string {
  return new Date(at).toLocaleString(undefined, { dateStyle: "full", timeStyle: "long" });
}

/** "3 min. ago", with the exact local time on hover; the server's rendering shows the time itself. */
export function RelativeTime({ at }: { at: string }) {
  const exact = at.replace("T", " ").replace(/\.\d+Z$/, " UTC");
  const [now, setNow] = useState<number | null>(null);
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 20_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <time dateTime={at} title={now === null ? exact : localTime(at)} className="ln-figure">
      {now === null ? exact.slice(11, 16) : relative(Date.parse(at), now)}
    </time>
  );
}
