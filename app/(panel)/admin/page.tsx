import { SimpleGrid } from "@mantine/core";
import type { Metadata } from "next";
import Link from "next/link";
import { RunTable } from "@/components/admin/jobs/run-table";
import { ProvisioningCard } from "@/components/admin/nodes/provisioning-card";
import { DependencyList, PortPools } from "@/components/admin/overview/platform-cards";
import { EmptyState } from "@/components/ui/empty-state";
import { Card, PageFrame } from "@/components/ui/page-frame";
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
  return (
    <PageFrame title="Administration" lead={`The panel is ${readiness.status}.`}>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
        <Card title="Components">
          <DependencyList dependencies={readiness.dependencies} />
        </Card>
        <Card
          title="Port pools"
          aside={
            <Link href="/admin/nodes" className="ln-link">
              Nodes
            </Link>
          }
        >
          <PortPools nodes={nodes.items} />
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
