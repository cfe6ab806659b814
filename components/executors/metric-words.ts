/** Labels of the metrics that executors report. Unknown metrics keep their names. */
const words: Record<string, { label: string; unit: string }> = {
  rssMb: { label: "Memory", unit: "MB" },
  cpuPercent: { label: "CPU", unit: "%" },
  loadAverage: { label: "Load average", unit: "" },
  uptimeSeconds: { label: "Uptime", unit: "s" },
  queueLength: { label: "Commands in progress", unit: "" },
  bridgeConnected: { label: "ZeroMQ bridge", unit: "" },
  commandsDone: { label: "Commands done", unit: "" },
  commandsFailed: { label: "Commands failed", unit: "" },
};

/** Names in the order of the labels above; others after them, by name. Pure. */
export function orderedMetrics(names: readonly string[]): string[] {
  const known = Object.keys(words);
  const place = (name: string) => (known.includes(name) ? known.indexOf(name) : known.length);
  return [...names].sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
}

export function metricLabel(name: string): string {
  return words[name]?.label ?? name;
}

/** A figure with its unit. Pure. */
export function formatMetric(name: string, value: number): string {
  if (name === "bridgeConnected") return value >= 0.5 ? "connected" : "not connected";
  if (name === "uptimeSeconds") return duration(value);
  const text = new Intl.NumberFormat("en", { maximumFractionDigits: value < 10 ? 2 : 1 }).format(value);
  const unit = words[name]?.unit;
  return unit ? `${text} ${unit}` : text;
}

function duration(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  if (minutes < 1) return `${Math.round(seconds)} s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 1) return `${minutes} min`;
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} days`;
}
