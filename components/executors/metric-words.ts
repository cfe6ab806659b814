import type { useTranslations } from "next-intl";

type Texts = ReturnType<typeof useTranslations<"executors">>;

/** Labels of the metrics that executors report. Unknown metrics keep their names. */
const words = (t: Texts): Record<string, { label: string; unit: string }> => ({
  rssMb: { label: t("memory"), unit: "MB" },
  cpuPercent: { label: "CPU", unit: "%" },
  loadAverage: { label: t("loadAverage"), unit: "" },
  uptimeSeconds: { label: t("uptime"), unit: "s" },
  queueLength: { label: t("commandsInProgress"), unit: "" },
  bridgeConnected: { label: t("zeromqBridge"), unit: "" },
  commandsDone: { label: t("commandsDone"), unit: "" },
  commandsFailed: { label: t("commandsFailed"), unit: "" },
});

/** Names in the order of the labels above; others after them, by name. Pure. */
export function orderedMetrics(t: Texts, names: readonly string[]): string[] {
  const known = Object.keys(words(t));
  const place = (name: string) => (known.includes(name) ? known.indexOf(name) : known.length);
  return [...names].sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
}

export function metricLabel(t: Texts, name: string): string {
  return words(t)[name]?.label ?? name;
}

/** A figure with its unit. Pure. */
export function formatMetric(t: Texts, name: string, value: number): string {
  if (name === "bridgeConnected") return value >= 0.5 ? t("connected") : t("notConnected");
  if (name === "uptimeSeconds") return duration(t, value);
  const text = new Intl.NumberFormat("en", { maximumFractionDigits: value < 10 ? 2 : 1 }).format(value);
  const unit = words(t)[name]?.unit;
  return unit ? `${text} ${unit}` : text;
}

function duration(t: Texts, seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  if (minutes < 1) return t("seconds", { count: Math.round(seconds) });
  const hours = Math.floor(minutes / 60);
  if (hours < 1) return t("minutes", { count: minutes });
  return hours < 48
    ? t("hoursMinutes", { hours, minutes: minutes % 60 })
    : t("days", { count: Math.floor(hours / 24) });
}
