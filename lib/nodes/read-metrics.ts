import type { MetricFamily } from "@/lib/core/metrics";
import type { Sql } from "@/lib/db/transaction";
import { countPorts } from "./metrics.sql";

export async function readMetrics(db: Sql): Promise<MetricFamily[]> {
  const ports = await db.rows(countPorts);
  const samples = (part: "allocated" | "available") =>
    ports.map(({ address, protocol, ...counts }) => ({ labels: { address, protocol }, value: counts[part] }));
  const type = "gauge";
  return [
    { name: "allocated_ports", type, help: "Ports not free, by address and protocol.", samples: samples("allocated") },
    { name: "available_ports", type, help: "Free ports, by address and protocol.", samples: samples("available") },
  ];
}
