import { formatBytes } from "@/lib/core/units";
import type { MetricUnit } from "@/lib/monitoring/metrics/contract";

/** Values as people read them. Pure. */
const formats = (locale: string): Record<MetricUnit, (value: number) => string> => ({
  percent: (value) => `${value < 10 ? value.toFixed(1) : Math.round(value)} %`,
  bytes: (value) => formatBytes(value, locale),
  "bytes/s": (value) => `${formatBytes(value, locale)}/s`,
  count: (value) => (Number.isInteger(value) ? String(value) : value.toFixed(1)),
  ms: (value) => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`,
  load: (value) => value.toFixed(2),
});

export function formatValue(locale: string, unit: string, value: number): string {
  return (formats(locale)[unit as MetricUnit] ?? String)(value);
}

/** A time within a span of milliseconds, in the viewer's time zone. */
export function formatTime(atMs: number, spanMs: number): string {
  const date = new Date(atMs);
  if (spanMs <= 15 * 60_000) return date.toLocaleTimeString(undefined, { timeStyle: "medium" });
  if (spanMs <= 86_400_000) return date.toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit" });
  if (spanMs <= 8 * 86_400_000) {
    return date.toLocaleString(undefined, { weekday: "short", hour: "2-digit", minute: "2-digit" });
  }
  return date.toLocaleDateString(undefined, { day: "numeric", month: "short" });
}

const minuteMs = 60_000;
const tickMs = [1 / 6, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1_440, 2_880, 7_200].map((n) => n * minuteMs);
const mostTicks = 8;

/** Round times of the viewer's clock within a span, at most eight. `offsetMinutes` as of Date.getTimezoneOffset. */
export function timeTicks(fromMs: number, toMs: number, offsetMinutes: number): number[] {
  const step = tickMs.find((ms) => (toMs - fromMs) / ms <= mostTicks) ?? (toMs - fromMs) / mostTicks;
  const shift = offsetMinutes * minuteMs;
  const first = Math.ceil((fromMs - shift) / step) * step + shift;
  const count = Math.max(0, Math.floor((toMs - first) / step) + 1);
  return Array.from({ length: count }, (_, index) => first + index * step);
}
