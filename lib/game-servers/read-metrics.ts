import { type Counters, type MetricFamily, samplesByLabel } from "@/lib/core/metrics";
import type { Sql } from "@/lib/db/transaction";
import { nodeErrors } from "@/lib/nodes/errors";
import { provisioningErrors } from "@/lib/provisioning/errors";
import { serverStatusSchema } from "./contract";
import { gameServerErrors } from "./errors";
import { durationBucketsMs } from "./figures/run-metrics";
import { gameServerKind } from "./kind";

/** Codes that a create can fail with. */
const failureCodes = [
  ...Object.keys(provisioningErrors),
  ...Object.keys(gameServerErrors),
  ...Object.keys(nodeErrors),
  "internal_error",
  "database_unavailable",
];

export async function readMetrics(db: Sql, counters: Counters): Promise<MetricFamily[]> {
  const servers = await db.prisma.workload.groupBy({ by: "status", where: { kind: gameServerKind }, _count: true });
  const total = counters("servers_provisioned_total").get("") ?? 0;
  return [
    {
      name: "servers_provisioned_total",
      type: "counter",
      help: "Servers that came online after a create.",
      samples: [{ value: total }],
    },
    {
      name: "servers_provisioned_duration_ms",
      type: "histogram",
      help: "Milliseconds from accepting a create to the game answering.",
      samples: durations(counters, total),
    },
    {
      name: "provisioning_errors_total",
      type: "counter",
      help: "Creates that failed, by error code.",
      samples: samplesByLabel("code", failureCodes, counters("provisioning_errors_total")),
    },
    {
      name: "servers",
      type: "gauge",
      help: "Servers by state.",
      samples: samplesByLabel(
        "status",
        serverStatusSchema.options,
        new Map(servers.map(({ status, _count }) => [status, _count])),
      ),
    },
  ];
}

function durations(counters: Counters, total: number) {
  const bucket = (le: string, value: number) => ({ suffix: "_bucket", labels: { le }, value });
  const bounds = durationBucketsMs.map(String);
  const counted = counters("servers_provisioned_duration_ms_bucket");
  return [
    ...bounds.map((bound) => bucket(bound, counted.get(bound) ?? 0)),
    bucket("+Inf", total),
    { suffix: "_sum", value: counters("servers_provisioned_duration_ms_sum").get("") ?? 0 },
    { suffix: "_count", value: total },
  ];
}
