import type { useTranslations } from "next-intl";
import type { MetricName, SubjectKind } from "@/lib/monitoring/metrics/contract";

type Texts = ReturnType<typeof useTranslations<"monitoring.charts">>;

/** Which figures share a chart. `max`: the upper end of the axis. `more`: shown on request. */
export type ChartGroup = { title: string; metrics: readonly MetricName[]; max?: number; more?: true };

export const chartGroups = (t: Texts): Record<SubjectKind, readonly ChartGroup[]> => ({
  machine: [
    { title: "CPU", metrics: ["cpu.percent"], max: 100 },
    { title: t("memory"), metrics: ["memory.percent", "swap.percent"], max: 100 },
    { title: t("disk"), metrics: ["disk.percent", "disk.inodes"], max: 100 },
    { title: t("network"), metrics: ["network.received", "network.sent"] },
    { title: t("cpuByUse"), metrics: ["cpu.user", "cpu.system", "cpu.iowait", "cpu.steal"], max: 100, more: true },
    { title: t("diskActivity"), metrics: ["disk.read", "disk.write"], more: true },
    { title: t("load"), metrics: ["load.one"], more: true },
    { title: t("waitingFor"), metrics: ["pressure.cpu", "pressure.memory", "pressure.io"], more: true },
  ],
  server: [
    { title: "CPU", metrics: ["cpu.percent"], max: 100 },
    { title: t("memory"), metrics: ["memory.percent"], max: 100 },
    { title: t("network"), metrics: ["network.received", "network.sent"] },
    { title: t("players"), metrics: ["players.online"] },
    { title: t("disk"), metrics: ["disk.used"], more: true },
    { title: t("answerTime"), metrics: ["ping.ms"], more: true },
  ],
});
