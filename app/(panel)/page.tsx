import { Stack } from "@mantine/core";
import type { Metadata } from "next";
import { cookies } from "next/headers";
import Link from "next/link";
import { redirect } from "next/navigation";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
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

type Texts = ReturnType<typeof useTranslations<"pages">>;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("pages");
  return { title: t("dashboard") };
}

type Props = { searchParams: Promise<{ state?: string | string[] }> };

export default async function DashboardPage({ searchParams }: Props) {
  const t = await getTranslations("pages");
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
        title={t("dashboard")}
        isWide
        actions={mayCreate ? <LinkButton href="/servers/new">{t("createServer")}</LinkButton> : null}
      >
        <LiveRefresh
          channel={userChannel(actor.userId ?? "")}
          servers={view.servers.map(({ status }) => ({ status }))}
        />
        <div className={classes.columns}>
          <div className={classes.main}>
            {view.total > 0 || state ? (
              <StateFilters counts={countStates(view.byStatus)} total={view.total} chosen={state} />
            ) : null}
            <HostedAttention attention={view.hosted.attention} />
            <ServerCards servers={view.servers} isFiltered={state !== null} mayCreate={mayCreate} />
            {view.hasMore ? (
              <Link href="/servers" prefetch={false}>
                {t("allServers")}
              </Link>
            ) : null}
            <ThingList
              title={t("executorsText")}
              href="/executors"
              things={view.executors.map((item) => executorThing(t, item))}
            />
            <ThingList title={t("services")} href={null} things={view.services.map((item) => serviceThing(t, item))} />
            {view.happenings.length > 0 ? (
              <Card title={t("whatHappened")} flush>
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

const executorThing = (t: Texts, { id, name, presence, hostname, version, drifted }: View["executors"][number]) => ({
  id,
  art: "executor",
  name,
  href: `/executors/${id}`,
  status: presence,
  detail: drifted ? t("usesAnOlderConfiguration") : [hostname, version].filter(Boolean).join(" · ") || t("notSeenYet"),
});

const serviceWords = (t: Texts): Record<string, { art: string; detail: string }> => ({
  database: { art: "database", detail: t("database") },
  "mail-domain": { art: "mail", detail: t("mailDomain") },
  "dns-zone": { art: "dns-zone", detail: t("dnsZone") },
});

const serviceThing = (t: Texts, { id, kind, name, href, status }: View["services"][number]) => ({
  id,
  name,
  href,
  status,
  ...(serviceWords(t)[kind] ?? { art: "machine", detail: kind }),
});

function Quota({ view: { quota, used } }: { view: View }) {
  const t = useTranslations("pages");
  return (
    <Card title={t("yourQuota")}>
      <Stack gap="sm">
        <Meter label={t("serversText")} used={used.servers} total={quota.servers} unit={t("unitServers")} />
        <Meter label={t("memory")} used={used.memory} total={quota.memory} unit="GiB" />
        <Meter label="CPU" used={used.cpu} total={quota.cpu} unit={t("unitCores")} />
        <Meter label={t("disk")} used={used.diskSpace} total={quota.diskSpace} unit="GiB" />
      </Stack>
    </Card>
  );
}
