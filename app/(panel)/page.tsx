import { SimpleGrid, Stack } from "@mantine/core";
import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { EventList } from "@/components/dashboard/event-list";
import { HostedAttention, HostedCounts } from "@/components/dashboard/hosted-overview";
import { LiveRefresh } from "@/components/dashboard/live-refresh";
import { StateTiles } from "@/components/dashboard/state-tiles";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { Meter } from "@/components/ui/meter";
import { Card, PageFrame } from "@/components/ui/page-frame";
import { may } from "@/lib/access/permissions";
import { getOverview } from "@/lib/game-servers/queries";
import { getHostedOverview } from "@/lib/hosted-services/plans/overview";
import { requirePageActor } from "@/lib/http/pages/page-actor";
import { userChannel } from "@/lib/realtime/contract";

export const metadata: Metadata = { title: "Dashboard" };

export default async function DashboardPage() {
  const actor = await requirePageActor("server.read");
  // A server's panel login sees that server only. The overview is for its owner.
  if (actor.kind === "resource_login") redirect(`/servers/${actor.resourceId}`);
  const [{ byStatus, total, quota, used, events }, hosted] = await Promise.all([
    getOverview(actor),
    getHostedOverview(actor),
  ]);
  const create = may(actor, "server.create") ? <LinkButton href="/servers/new">Create server</LinkButton> : null;
  return (
    <PageFrame title="Dashboard" lead={`Signed in as ${actor.name}`} actions={create}>
      <LiveRefresh channel={userChannel(actor.userId ?? "")} />
      <StateTiles byStatus={byStatus} total={total} />
      <HostedAttention attention={hosted.attention} />
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
        <Card title="Recent events" flush>
          {events.length === 0 ? (
            <EmptyState title="Nothing has happened yet.">Create a server to see its events here.</EmptyState>
          ) : (
            <EventList events={events} />
          )}
        </Card>
        <Stack gap="md">
          <Card title="Your quota">
            <Stack gap="md">
              <Meter label="Servers" used={used.servers} total={quota.servers} unit="servers" />
              <Meter label="Memory" used={used.memory} total={quota.memory} unit="GiB" />
              <Meter label="CPU" used={used.cpu} total={quota.cpu} unit="cores" />
              <Meter label="Disk" used={used.diskSpace} total={quota.diskSpace} unit="GiB" />
            </Stack>
          </Card>
          <HostedCounts kinds={hosted.kinds} />
        </Stack>
      </SimpleGrid>
    </PageFrame>
  );
}
