import { Stack } from "@mantine/core";
import type { Metadata } from "next";
import { cookies } from "next/headers";
import Link from "next/link";
import { redirect } from "next/navigation";
import classes from "@/components/dashboard/dashboard.module.css";
import { Happenings } from "@/components/dashboard/happenings";
import { HostedAttention, HostedCounts } from "@/components/dashboard/hosted-overview";
import { LiveRefresh } from "@/components/dashboard/live-refresh";
import { ServerCards } from "@/components/dashboard/server-cards";
import { startCookie } from "@/components/dashboard/start-choice";
import { StartList } from "@/components/dashboard/start-list";
import { StateFilters } from "@/components/dashboard/state-filters";
import { ThingList } from "@/components/dashboard/thing-list";
import { SectionMessages } from "@/components/ui/i18n/section-messages";
import { LinkButton } from "@/components/ui/link-button";
import { Meter } from "@/components/ui/meter";
import { Card, PageFrame } from "@/components/ui/page-frame";
import { may } from "@/lib/access/permissions";
import { requirePageActor } from "@/lib/http/pages/page-actor";
import { type DashboardState, dashboardStates, isDashboardState } from "@/lib/platform/dashboard/contract";
import { getDashboard } from "@/lib/platform/dashboard/read-dashboard";
import { startSteps } from "@/lib/platform/dashboard/start-steps";
import { userChannel } from "@/lib/realtime/contract";

export const metadata: Metadata = { title: "Dashboard" };

type Props = { searchParams: Promise<{ state?: string | string[] }> };

export default async function DashboardPage({ searchParams }: Props) {
  const actor = await requirePageActor("server.read");
  // A server's panel login sees that server only. The overview is for its owner.
  if (actor.kind === "resource_login") redirect(`/servers/${actor.resourceId}`);
  const { state: wanted } = await searchParams;
  const state = isDashboardState(wanted) ? wanted : null;
  const isStartHidden = (await cookies()).has(startCookie);
  const [view, steps] = await Promise.all([getDashboard(actor, state), isStartHidden ? [] : startSteps(actor)]);
  const mayCreate = may(actor, "server.create");
  return (
    <SectionMessages of="(panel)/page">
      <PageFrame
        title="Dashboard"
        isWide
        actions={mayCreate ? <LinkButton href="/servers/new">Create server</LinkButton> : null}
      >
        <LiveRefresh channel={userChannel(actor.userId ?? "")} />
        <div className={classes.columns}>
          <div className={classes.main}>
            {view.total > 0 || state ? (
              <StateFilters counts={countStates(view.byStatus)} total={view.total} chosen={state} />
            ) : null}
            <HostedAttention attention={view.hosted.attention} />
            <ServerCards servers={view.servers} isFiltered={state !== null} mayCreate={mayCreate} />
            {view.hasMore ? (
              <Link href="/servers" prefetch={false}>
                All servers
              </Link>
            ) : null}
            <ThingList title="Executors" href="/executors" things={view.executors.map(executorThing)} />
            <ThingList title="Services" href={null} things={view.services.map(serviceThing)} />
            {view.happenings.length > 0 ? (
              <Card title="What happened" flush>
                <Happenings lines={view.happenings} />
              </Card>
            ) : null}
          </div>
          <Stack gap="md">
            <StartList steps={steps} />
            <Quota view={view} />
            <HostedCounts kinds={view.hosted.kinds} />
          </Stack>
        </div>
      </PageFrame>
    </SectionMessages>
  );
}

type View = Awaited<ReturnType<typeof getDashboard>>;

function countStates(byStatus: View["byStatus"]): Record<DashboardState, number> {
  const count = (state: DashboardState) =>
    dashboardStates[state].reduce((sum, status) => sum + (byStatus[status] ?? 0), 0);
  return {
    online: count("online"),
    changing: count("changing"),
    offline: count("offline"),
    attention: count("attention"),
  };
}

const executorThing = ({ id, name, presence, hostname, version, drifted }: View["executors"][number]) => ({
  id,
  art: "executor",
  name,
  href: `/executors/${id}`,
  status: presence,
  detail: drifted ? "Uses an older configuration" : [hostname, version].filter(Boolean).join(" · ") || "Not seen yet",
});

const serviceWords: Record<string, { art: string; detail: string }> = {
  database: { art: "database", detail: "Database" },
  "mail-domain": { art: "mail", detail: "Mail domain" },
  "dns-zone": { art: "dns-zone", detail: "DNS zone" },
};

const serviceThing = ({ id, kind, name, href, status }: View["services"][number]) => ({
  id,
  name,
  href,
  status,
  ...(serviceWords[kind] ?? { art: "machine", detail: kind }),
});

function Quota({ view: { quota, used } }: { view: View }) {
  return (
    <Card title="Your quota">
      <Stack gap="sm">
        <Meter label="Servers" used={used.servers} total={quota.servers} unit="servers" />
        <Meter label="Memory" used={used.memory} total={quota.memory} unit="GiB" />
        <Meter label="CPU" used={used.cpu} total={quota.cpu} unit="cores" />
        <Meter label="Disk" used={used.diskSpace} total={quota.diskSpace} unit="GiB" />
      </Stack>
    </Card>
  );
}
