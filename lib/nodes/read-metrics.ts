import type { MetricFamily } from "@/lib/core/metrics";
import type { Sql } from "@/lib/db/transaction";

export async function readMetrics(db: Sql): Promise<MetricFamily[]> {
  const [counts, addresses] = await Promise.all([
    db.prisma.port.groupBy({ by: ["addressId", "protocol", "state"], _count: true }),
    db.prisma.address.findMany({ select: { id: true, publicAddress: true } }),
  ]);
  const publicAddresses = new Map(addresses.map(({ id, publicAddress }) => [id, publicAddress]));
  const ports = new Map<string, { address: string; protocol: string; allocated: number; available: number }>();
  for (const { addressId, protocol, state, _count } of counts) {
    const address = publicAddresses.get(addressId) ?? addressId;
    const key = `${address} ${protocol}`;
    const sum = ports.get(key) ?? { address, protocol, allocated: 0, available: 0 };
    sum[state === "free" ? "available" : "allocated"] += _count;
    ports.set(key, sum);
  }
  const samples = (part: "allocated" | "available") =>
    [...ports.values()].map(({ address, protocol, ...sums }) => ({ labels: { address, protocol }, value: sums[part] }));
  const type = "gauge";
  return [
    { name: "allocated_ports", type, help: "Ports not free, by address and protocol.", samples: samples("allocated") },
    { name: "available_ports", type, help: "Free ports, by address and protocol.", samples: samples("available") },
  ];
}
