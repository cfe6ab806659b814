"use client";

import { Alert, SimpleGrid, Skeleton, Tabs } from "@mantine/core";
import dynamic from "next/dynamic";
import { type ReactNode, useState } from "react";
import { Figures } from "@/components/monitoring/charts/figures";
import { useConsole } from "@/components/servers/console/use-console";
import { Card, PageFrame } from "@/components/ui/page-frame";
import { StatusPill } from "@/components/ui/status-pill";
import { usePageTitle } from "@/components/ui/use-page-title";
import type { ServerDetailView, ServerEventView, TemplateView } from "@/lib/game-servers/contract";
import { ConnectionCard } from "./connection-card";
import { PowerButtons } from "./power-buttons";
import type { Rights } from "./rights";
import { isReserving, RunStepper } from "./run-stepper";
import { Timeline } from "./timeline";
import { useServer } from "./use-server";

const ConsoleView = dynamic(() => import("@/components/servers/console/console-view"), {
  ssr: false,
  loading: () => <Skeleton height={480} radius={10} />,
});
// The code of a tab is loaded with the tab.
const DangerZone = dynamic(
  () => import("@/components/servers/settings/danger-zone").then((module) => module.DangerZone),
  { ssr: false },
);
const Sharing = dynamic(() => import("@/components/servers/settings/sharing"), { ssr: false });
const SettingsForm = dynamic(
  () => import("@/components/servers/settings/settings-form").then((module) => module.SettingsForm),
  { ssr: false },
);
const LiveCharts = dynamic(() => import("@/components/servers/console/live-charts"), {
  ssr: false,
  loading: () => <Skeleton height={220} radius={6} />,
});

type Props = {
  initial: ServerDetailView;
  initialEvents: ServerEventView[];
  /** The channel of this server's events. */
  channel: string;
  template: TemplateView | null;
  rights: Rights;
  /** Of other features, after the connection. */
  below?: ReactNode;
};

/** All views of one server: state, connection, console and settings. */
export function ServerDetail({ initial, initialEvents, channel, template, rights, below }: Props) {
  const { server, events, progress, refresh, connected } = useServer(initial, initialEvents, channel);
  usePageTitle(server.name);
  const watching = ["online", "starting", "stopping"].includes(server.status);
  const feed = useConsole(server.id, watching || server.status === "crashed");
  const settling =
    ["provisioning", "starting", "stopping", "deleting"].includes(server.status) || server.status === "failed";
  return (
    <PageFrame
      title={server.name}
      lead={
        <span style={{ display: "inline-flex", gap: 14, flexWrap: "wrap", alignItems: "center" }}>
          <span aria-live="polite">
            <StatusPill status={server.status} />
          </span>
          <span>
            {template?.name ?? server.template} in {server.region}
          </span>
          {connected ? null : <span>Live updates are off. This page refreshes every 2 seconds.</span>}
        </span>
      }
      actions={rights.power ? <PowerButtons server={server} onDone={refresh} /> : null}
    >
      {server.failure ? (
        <Failure
          server={server}
          canRetry={rights.power && (server.status === "crashed" || rights.reinstall)}
          onDone={refresh}
        />
      ) : null}
      {server.waiting ? (
        <Alert color="yellow" title="Waiting" role="status">
          {server.waiting.message} It continues automatically. No action is needed.
        </Alert>
      ) : null}
      {settling ? (
        <Card title="Progress">
          <RunStepper events={events} progress={progress} status={server.status} />
        </Card>
      ) : null}
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
        <ConnectionCard
          server={server}
          isReserving={isReserving(events, server.status)}
          canReveal={rights.credentials}
        />
        <Card title="Live figures">
          <LiveCharts
            samples={feed.samples}
            limitGib={server.memory}
            cpuLimit={server.cpu}
            online={server.status === "online"}
          />
        </Card>
      </SimpleGrid>
      {below}
      <ServerTabs {...{ server, events, template, rights, feed, channel }} onDone={refresh} />
    </PageFrame>
  );
}

type TabsProps = Pick<Props, "template" | "rights" | "channel"> & {
  server: ServerDetailView;
  events: ServerEventView[];
  feed: ReturnType<typeof useConsole>;
  onDone: () => void;
};

function ServerTabs({ server, events, template, rights, feed, channel, onDone }: TabsProps) {
  const [tab, setTab] = useState<string | null>("console");
  return (
    <Tabs value={tab} onChange={setTab} keepMounted={false}>
      <Tabs.List style={{ flexWrap: "nowrap", overflowX: "auto" }}>
        <Tabs.Tab value="console">Console</Tabs.Tab>
        <Tabs.Tab value="timeline">Timeline</Tabs.Tab>
        <Tabs.Tab value="figures">Figures</Tabs.Tab>
        {rights.update ? <Tabs.Tab value="settings">Settings</Tabs.Tab> : null}
        {rights.share ? <Tabs.Tab value="sharing">Sharing</Tabs.Tab> : null}
        {rights.delete || rights.reinstall ? <Tabs.Tab value="danger">Danger zone</Tabs.Tab> : null}
      </Tabs.List>
      <Tabs.Panel value="console" pt="md">
        <ConsoleView serverId={server.id} feed={feed} canCommand={rights.command && server.status === "online"} />
      </Tabs.Panel>
      <Tabs.Panel value="timeline" pt="md">
        <Card flush>
          <Timeline events={events} />
        </Card>
      </Tabs.Panel>
      <Tabs.Panel value="figures" pt="md">
        <Figures
          subject={{ kind: "server", id: server.id, channel }}
          emptyText="Figures are stored while the server runs, whether or not somebody looks."
        />
      </Tabs.Panel>
      {rights.update ? (
        <Tabs.Panel value="settings" pt="md">
          <Card title="Settings">
            <SettingsForm server={server} template={template} onDone={onDone} />
          </Card>
        </Tabs.Panel>
      ) : null}
      {rights.share ? (
        <Tabs.Panel value="sharing" pt="md">
          <Sharing serverId={server.id} />
        </Tabs.Panel>
      ) : null}
      {rights.delete || rights.reinstall ? (
        <Tabs.Panel value="danger" pt="md">
          <DangerZone server={server} rights={rights} onDone={onDone} />
        </Tabs.Panel>
      ) : null}
    </Tabs>
  );
}

function Failure({ server, canRetry, onDone }: { server: ServerDetailView; canRetry: boolean; onDone: () => void }) {
  return (
    <Alert
      color="red"
      title={server.status === "failed" ? "The server could not be set up" : "The game stopped"}
      role="status"
    >
      <span style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>{server.failure?.message}</span>
      {canRetry && (server.status === "failed" || server.status === "crashed") ? (
        <div style={{ marginTop: 10 }}>
          <PowerButtons.Retry server={server} onDone={onDone} />
        </div>
      ) : null}
    </Alert>
  );
}
