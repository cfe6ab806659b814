import type { AlertSubjectKind, AlertUnit } from "../figures/contract";
import { findMetric } from "../figures/contract";
import type { StoredIncident } from "./stored";

const unitTexts: Record<AlertUnit, (value: number) => string> = {
  percent: (value) => `${rounded(value)} %`,
  bytes: inBytes,
  "bytes/s": (value) => `${inBytes(value)}/s`,
  count: rounded,
  load: rounded,
  ms: (value) => `${rounded(value)} ms`,
  seconds: inSeconds,
  hours: (value) => `${rounded(value)} hours`,
  days: (value) => `${rounded(value)} days`,
};

function rounded(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function inBytes(value: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log2(Math.max(1, Math.abs(value))) / 10)));
  return `${rounded(value / 1024 ** power)} ${units[power]}`;
}

/** "45 s", "12 min", "3.5 h". */
export function inSeconds(value: number): string {
  if (value < 120) return `${Math.round(value)} s`;
  return value < 7_200 ? `${Math.round(value / 60)} min` : `${rounded(value / 3600)} h`;
}

export function valueText(kind: AlertSubjectKind, metric: string, value: number): string {
  return unitTexts[findMetric(kind, metric)?.unit ?? "count"](value);
}

type Described = Pick<
  StoredIncident,
  "subjectKind" | "subjectName" | "metric" | "operator" | "threshold" | "value" | "ruleName"
>;

/** "CPU of web-1 is 93.2 % (limit 90 %)". */
export function describeAlert({
  subjectKind,
  subjectName,
  metric,
  operator,
  threshold,
  value,
  ruleName,
}: Described): string {
  const label = findMetric(subjectKind, metric)?.label ?? metric;
  if (value === null) return `${subjectName} sends no samples (${ruleName})`;
  const limit =
    threshold === null
      ? ""
      : ` (${operator === ">" ? "limit" : "at least"} ${valueText(subjectKind, metric, threshold)})`;
  return `${label} of ${subjectName} is ${valueText(subjectKind, metric, value)}${limit}`;
}
