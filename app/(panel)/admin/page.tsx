import { SimpleGrid } from "@mantine/core";
import type { Metadata } from "next";
import Link from "next/link";
import { RunTable } from "@/components/admin/jobs/run-table";
import { ProvisioningCard } from "@/components/admin/nodes/provisioning-card";
import { CapacityMeters, NewPeople, Troubles } from "@/components/admin/overview/overview-cards";
import { DependencyList, PortPools } from "@/components/admin/overview/platform-cards";
import { EmptyState } from "@/components/ui/empty-state";
import { Card, PageFrame } from "@/components/ui/page-frame";
import { listUsers } from "@/lib/auth/accounts/accounts";
import { getProvisioningFigures } from "@/lib/game-servers/figures/provisioning-figures";
import { listRuns } from "@/lib/game-servers/queries";
import { checkReadiness } from "@/lib/health/readiness";
import { requirePageActor } from "@/lib/http/pages/page-actor";
import { listNodes } from "@/lib/nodes/queries";
import { capacityOf, troublesOf } from "@/lib/platform/dashboard/admin-overview";

export const metadata: Metadata = { title: "Administration" };

export default async function AdminPage() {
  const actor = await requirePageActor("node.read");
  const [nodes, failures, readiness, figures] = await Promise.all([
    listNodes(actor),
    listRuns(actor, { limit: 5, failed: true }),
    checkReadiness(),
    getProvisioningFigures(actor),
  ]);
  const [capacity, troubles, people] = await Promise.all([
    capacityOf(actor, nodes.items),
    troublesOf(actor, nodes.items),
    listUsers(actor, { limit: 5 }),
  ]);
  return (
    <PageFrame title="Administration" lead={`The panel is ${readiness.status}.`} isWide>
      <SimpleGrid cols={{ base: 1, md: 2, xl: 3 }} spacing="md">
        <Card title="Needs a person" flush>
          <Troubles troubles={troubles} />
        </Card>
        <Card title="Capacity">
          <CapacityMeters capacity={capacity} />
        </Card>
        <Card title="New people" flush>
          <NewPeople users={people.items} />
        </Card>
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
