import type { MetricFamily } from "@/lib/core/metrics";
import type { Sql } from "@/lib/db/transaction";
import { hostedStatuses } from "./contract";
import { hostedKinds } from "./resources/hosted-kinds";

const driftTypes = ["orphan", "ghost", "difference"];

/** Objects by kind and state, providers that answer, and what the reconciler found. */
export async function readMetrics(db: Sql): Promise<MetricFamily[]> {
  const [objects, providers, drift] = await Promise.all([
    db.prisma.hostedResource.groupBy({ by: ["kind", "status"], _count: true }),
    db.prisma.hostedProvider.findMany({ select: { id: true, name: true, kind: true, healthError: true } }),
    db.prisma.hostedDrift.groupBy({ by: ["type"], _count: true }),
  ]);
  const type = "gauge";
  return [
    {
      name: "hosted_objects",
      type,
      help: "Hosted objects, by kind and state.",
      samples: hostedKinds.flatMap(({ kind }) =>
        hostedStatuses.map((status) => ({
          labels: { kind, status },
          value: objects.find((row) => row.kind === kind && row.status === status)?._count ?? 0,
        })),
      ),
    },
    {
      name: "hosted_provider_up",
      type,
      help: "1 where the service answered at the last check.",
      samples: providers.map(({ id, name, kind, healthError }) => ({
        labels: { provider: id, name, kind },
        value: healthError === null ? 1 : 0,
      })),
    },
    {
      name: "hosted_drift",
      type,
      help: "Differences between the panel and its services that wait for a decision, by type.",
      samples: driftTypes.map((name) => ({
        labels: { type: name },
        value: drift.find((row) => row.type === name)?._count ?? 0,
      })),
    },
  ];
}
