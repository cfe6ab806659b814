import type { useTranslations } from "next-intl";

/** Names of metrics: `cpuPercent` of `cpu.percent`. */
export type MetricTexts = ReturnType<typeof useTranslations<"labels.metrics">>;

type Key = Parameters<MetricTexts["has"]>[0];
const isKey = (t: MetricTexts, key: string): key is Key => t.has(key as Key);

export function metricWord(t: MetricTexts, name: string, label: string): string {
  const key = name.replace(/\.(\w)/g, (_all, letter: string) => letter.toUpperCase());
  return isKey(t, key) ? t(key) : label;
}
