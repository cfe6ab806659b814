import type { MetricFamily } from "@/lib/core/metrics";
import type { HealthState } from "./contract";
import { currentHealth } from "./run-checks";

const levels: Record<HealthState, number> = { off: 0, ok: 0, degraded: 1, failed: 2 };

export async function readMetrics(): Promise<MetricFamily[]> {
  const findings = await currentHealth();
  const { rss, heapUsed } = process.memoryUsage();
  return [
    {
      name: "health_check_state",
      type: "gauge",
      help: "What each health check finds: 0 ok or not used, 1 degraded, 2 failed.",
      samples: findings.map(({ name, state }) => ({ labels: { check: name }, value: levels[state] })),
    },
    {
      name: "health_check_value",
      type: "gauge",
      help: "What each health check measured, in its unit.",
      samples: findings.flatMap(({ name, unit, value }) =>
        value === null ? [] : [{ labels: { check: name, unit: unit ?? "" }, value }],
      ),
    },
    {
      name: "panel_process_memory_bytes",
      type: "gauge",
      help: "Memory of the process that answers, by kind.",
      samples: [
        { labels: { kind: "resident" }, value: rss },
        { labels: { kind: "heap" }, value: heapUsed },
      ],
    },
  ];
}
