import type { MetricName, SubjectKind } from "@/lib/monitoring/metrics/contract";

/** Which figures share a chart. `max`: the upper end of the axis. `more`: shown on request. */
export type ChartGroup = { title: string; metrics: readonly MetricName[]; max?: number; more?: true };

export const chartGroups: Record<SubjectKind, readonly ChartGroup[]> = {
  machine: [
    { title: "CPU", metrics: ["cpu.percent"], max: 100 },
    { title: "Memory", metrics: ["memory.percent", "swap.percent"], max: 100 },
    { title: "Disk", metrics: ["disk.percent", "disk.inodes"], max: 100 },
    { title: "Network", metrics: ["network.received", "network.sent"] },
    { title: "CPU by use", metrics: ["cpu.user", "cpu.system", "cpu.iowait", "cpu.steal"], max: 100, more: true },
    { title: "Disk activity", metrics: ["disk.read", "disk.write"], more: true },
    { title: "Load", metrics: ["load.one"], more: true },
    { title: "Waiting for", metrics: ["pressure.cpu", "pressure.memory", "pressure.io"], more: true },
  ],
  server: [
    { title: "CPU", metrics: ["cpu.percent"], max: 100 },
    { title: "Memory", metrics: ["memory.percent"], max: 100 },
    { title: "Network", metrics: ["network.received", "network.sent"] },
    { title: "Players", metrics: ["players.online"] },
    { title: "Disk", metrics: ["disk.used"], more: true },
    { title: "Answer time", metrics: ["ping.ms"], more: true },
  ],
};
