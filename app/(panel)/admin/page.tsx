import { SimpleGrid } from "@mantine/core";
import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
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

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("pages.admin");
  return { title: t("administration") };
}

export default async function AdminPage() {
  const t = await getTranslations("pages.admin");
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
    <PageFrame title={t("administration")} lead={t("thePanelIs", { status: readiness.status })} isWide>
      <SimpleGrid cols={{ base: 1, md: 2, xl: 3 }} spacing="md">
        <Card title={t("needsAPerson")} flush>
          <Troubles troubles={troubles} />
        </Card>
        <Card title={t("capacity")}>
          <CapacityMeters capacity={capacity} />
        </Card>
        <Card title={t("newPeople")} flush>
          <NewPeople users={people.items} />
        </Card>
        <Card title={t("components")}>
          <DependencyList dependencies={readiness.dependencies} />
        </Card>
        <Card
          title={t("portPools")}
          aside={
            <Link href="/admin/nodes" className="ln-link">
              {t("nodesText")}
            </Link>
          }
        >
          <PortPools nodes={nodes.items} />
        </Card>
      </SimpleGrid>
      <ProvisioningCard figures={figures} />
      <Card
        title={t("latestFailures")}
        aside={
          <Link href="/admin/runs?failed=true" className="ln-link">
            {t("allRuns")}
          </Link>
        }
        flush
      >
        {failures.items.length === 0 ? <EmptyState title={t("noRunHasFailed")} /> : <RunTable runs={failures.items} />}
      </Card>
    </PageFrame>
  );
}
