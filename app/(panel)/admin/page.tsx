import { SimpleGrid, Stack } from "@mantine/core";
import type { Metadata } from "next";
import Link from "next/link";
import { RunTable } from "@/components/admin/jobs/run-table";
import { ProvisioningCard } from "@/components/admin/nodes/provisioning-card";
import { EmptyState } from "@/components/ui/empty-state";
import { Meter } from "@/components/ui/meter";
import { Card, PageFrame } from "@/components/ui/page-frame";
import { StatusPill } from "@/components/ui/status-pill";
import { getProvisioningFigures } from "@/lib/game-servers/figures/provisioning-figures";
import { listRuns } from "@/lib/game-servers/queries";
import { checkReadiness } from "@/lib/health/readiness";
import { requirePageActor } from "@/lib/http/pages/page-actor";
import { listNodes } from "@/lib/nodes/queries";

export const metadata: Metadata = { title: "Administration" };

export default async function AdminPage() {
  const actor = await requirePageActor("node.read");
  const [nodes, failures, readiness, figures] = await Promise.all([
    listNodes(actor),
    listRuns(actor, { limit: 5, failed: true }),
    checkReadiness(),
    getProvisioningFigures(actor),
  ]);
  const pools = nodes.items.flatMap((node) => node.addresses.map((address) => ({ node: node.name, ...address })));
  return (
    <PageFrame title="Administration" lead={`The panel is ${readiness.status}.`}>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
        <Card title="Components">
          <Stack gap="sm">
            {readiness.dependencies.map(({ name, status, latencyMs, detail }) => (
              <div key={name} style={{ display: "flex", justifyContent: "space-between", gap: 12, fontSize: 14 }}>
                <span style={{ fontWeight: 550 }}>{name}</span>
                <span style={{ color: "var(--mantine-color-dimmed)", flex: 1 }}>
                  {detail ?? (latencyMs === null ? "" : `answers in ${latencyMs} ms`)}
                </span>
                <StatusPill status={status} />
              </div>
            ))}
          </Stack>
        </Card>
        <Card
          title="Port pools"
          aside={
            <Link href="/admin/nodes" className="ln-link">
              Nodes
            </Link>
          }
        >
          <Stack gap="md">
            {pools.map(({ id, node, publicAddress, ports }) => {
              const total = ports.free + ports.reserved + ports.bound + ports.draining + ports.blocked;
              return (
                <Meter
                  key={id}
                  label={`${publicAddress} on ${node}`}
                  used={total - ports.free}
                  total={total}
                  unit="ports"
                />
              );
            })}
          </Stack>
        </Card>
      </SimpleGrid>
      <ProvisioningCard figures={figures} />
      <Card
        title="Latest failures"
        aside={
          <Link href="/admin/runs?failed=true" className="ln-link">
            All runs
          </Link>
        }
        flush
      >
        {failures.items.length === 0 ? <EmptyState title="No run has failed." /> : <RunTable runs={failures.items} />}
      </Card>
    </PageFrame>
  );
}
