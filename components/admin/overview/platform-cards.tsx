import { Stack } from "@mantine/core";
import { useTranslations } from "next-intl";
import { Meter } from "@/components/ui/meter";
import { StatusPill } from "@/components/ui/status-pill";
import type { NodeView } from "@/lib/nodes/contract";

type Dependency = { name: string; status: string; latencyMs: number | null; detail?: string | null };

/** Database, worker, engine and the other parts that the panel needs, each with its state. */
export function DependencyList({ dependencies }: { dependencies: Dependency[] }) {
  const t = useTranslations("admin.overview");
  return (
    <Stack gap="sm">
      {dependencies.map(({ name, status, latencyMs, detail }) => (
        <div key={name} style={{ display: "flex", justifyContent: "space-between", gap: 12, fontSize: 14 }}>
          <span style={{ fontWeight: 550 }}>{name}</span>
          <span style={{ color: "var(--mantine-color-dimmed)", flex: 1 }}>
            {detail ?? (latencyMs === null ? "" : t("answersInMs", { latencyMs }))}
          </span>
          <StatusPill status={status} />
        </div>
      ))}
    </Stack>
  );
}

/** How many ports of each address are in use. */
export function PortPools({ nodes }: { nodes: Pick<NodeView, "name" | "addresses">[] }) {
  const t = useTranslations("admin.overview");
  const pools = nodes.flatMap((node) => node.addresses.map((address) => ({ node: node.name, ...address })));
  return (
    <Stack gap="md">
      {pools.map(({ id, node, publicAddress, ports }) => {
        const total = ports.free + ports.reserved + ports.bound + ports.draining + ports.blocked;
        return (
          <Meter
            key={id}
            label={t("on", { publicAddress, node })}
            used={total - ports.free}
            total={total}
            unit={t("portsUnit")}
          />
        );
      })}
    </Stack>
  );
}
