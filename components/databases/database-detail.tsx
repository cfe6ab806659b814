"use client";

import { Alert, Button, SimpleGrid, Tabs } from "@mantine/core";
import dynamic from "next/dynamic";
import { useCallback, useState } from "react";
import { HostedProgress } from "@/components/hosted/hosted-progress";
import { hostedWords } from "@/components/hosted/hosted-words";
import { useHosted } from "@/components/hosted/use-hosted";
import { Timeline } from "@/components/servers/timeline";
import { Meter } from "@/components/ui/meter";
import { Card, PageFrame } from "@/components/ui/page-frame";
import { StatusPill } from "@/components/ui/status-pill";
import { useAction } from "@/components/ui/use-action";
import { usePageTitle } from "@/components/ui/use-page-title";
import type { HostedEventView } from "@/lib/hosted-services/contract";
import type { DatabaseCredentialsView, DatabaseView, KindFacts } from "@/lib/hosted-services/databases/contract";
import { api } from "@/lib/http/client/api";
import { DatabaseConnection } from "./database-connection";
import type { DatabaseRights } from "./database-rights";

const DatabaseSettings = dynamic(() => import("./database-settings"), { ssr: false });
const DatabaseFigures = dynamic(() => import("./database-figures"), { ssr: false });
const DatabaseServers = dynamic(() => import("./database-servers"), { ssr: false });
const DatabaseDumps = dynamic(() => import("./database-dumps"), { ssr: false });
const DatabaseDanger = dynamic(() => import("./database-danger"), { ssr: false });

type Props = {
  initial: DatabaseView;
  initialEvents: HostedEventView[];
  channel: string;
  kind: KindFacts;
  rights: DatabaseRights;
};

/** All views of one database: state, connection, settings and what cannot be undone. */
export function DatabaseDetail({ initial, initialEvents, channel, kind, rights }: Props) {
  const { id } = initial;
  const load = useCallback(
    () =>
      Promise.all([
        api("GET", "/provisioning/databases/[id]", { params: { id } }),
        api("GET", "/provisioning/databases/[id]/events", { params: { id } }),
      ]),
    [id],
  );
  const { view, events, refresh, connected } = useHosted({ initial, initialEvents, channel, load, list: "/databases" });
  const [secrets, setSecrets] = useState<DatabaseCredentialsView | null>(null);
  usePageTitle(view.name);
  return (
    <PageFrame
      title={view.name}
      lead={
        <span style={{ display: "inline-flex", gap: 14, flexWrap: "wrap", alignItems: "center" }}>
          <span aria-live="polite">
            <StatusPill status={view.status} />
          </span>
          <span>
            {kind.label} on {view.provider.name}
          </span>
          {connected ? null : <span>Live updates are off. This page refreshes every 2 seconds.</span>}
        </span>
      }
    >
      <HostedProgress
        view={view}
        events={events}
        noun="database"
        retry={rights.manage ? <Retry id={id} onDone={refresh} /> : null}
      />
      <Notices view={view} hint={kind.readOnlyHint} />
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
        <DatabaseConnection
          view={view}
          client={kind.client}
          canReveal={rights.credentials}
          secrets={secrets}
          onSecrets={setSecrets}
        />
        <DatabaseSize view={view} />
      </SimpleGrid>
      <DatabaseTabs {...{ view, events, kind, rights }} onSecrets={setSecrets} onDone={refresh} />
    </PageFrame>
  );
}

type TabsProps = Pick<Props, "kind" | "rights"> & {
  view: DatabaseView;
  events: HostedEventView[];
  onSecrets: (secrets: DatabaseCredentialsView) => void;
  onDone: () => void;
};

function DatabaseTabs({ view, events, kind, rights, onSecrets, onDone }: TabsProps) {
  const [tab, setTab] = useState<string | null>("timeline");
  return (
    <Tabs value={tab} onChange={setTab} keepMounted={false}>
      <Tabs.List style={{ flexWrap: "nowrap", overflowX: "auto" }}>
        <Tabs.Tab value="timeline">Timeline</Tabs.Tab>
        <Tabs.Tab value="figures">Figures</Tabs.Tab>
        <Tabs.Tab value="servers">Servers</Tabs.Tab>
        {rights.manage && view.canDump ? <Tabs.Tab value="dumps">Dumps</Tabs.Tab> : null}
        {rights.manage ? <Tabs.Tab value="settings">Settings</Tabs.Tab> : null}
        {rights.delete || rights.credentials ? <Tabs.Tab value="danger">Danger zone</Tabs.Tab> : null}
      </Tabs.List>
      <Tabs.Panel value="timeline" pt="md">
        <Card flush>
          <Timeline events={events} labels={hostedWords.labels} />
        </Card>
      </Tabs.Panel>
      <Tabs.Panel value="figures" pt="md">
        <DatabaseFigures id={view.id} />
      </Tabs.Panel>
      <Tabs.Panel value="servers" pt="md">
        <DatabaseServers view={view} rights={rights} />
      </Tabs.Panel>
      <Tabs.Panel value="dumps" pt="md">
        <DatabaseDumps
          view={view}
          client={kind.client}
          events={events}
          canDownload={rights.credentials}
          onDone={onDone}
        />
      </Tabs.Panel>
      <Tabs.Panel value="settings" pt="md">
        <DatabaseSettings view={view} extensions={kind.extensions} onDone={onDone} />
      </Tabs.Panel>
      <Tabs.Panel value="danger" pt="md">
        <DatabaseDanger {...{ view, rights, onSecrets, onDone }} />
      </Tabs.Panel>
    </Tabs>
  );
}

function DatabaseSize({ view }: { view: DatabaseView }) {
  const { sizeBytes, maxSizeMb, connectionLimit, extensions, allowedNetworks } = view;
  return (
    <Card title="Size">
      {sizeBytes === null ? (
        <p style={{ margin: 0, fontSize: 14 }}>Up to {maxSizeMb} MiB. It is measured every minute.</p>
      ) : (
        <Meter label="Used" used={Math.round(sizeBytes / 1024 / 102.4) / 10} total={maxSizeMb} unit="MiB" />
      )}
      <p style={{ margin: "10px 0 0", fontSize: 14 }}>
        {connectionLimit} connections at once. {extensions.length > 0 ? `Extensions: ${extensions.join(", ")}. ` : ""}
        {allowedNetworks.length > 0 ? `Only ${allowedNetworks.join(", ")} can connect.` : ""}
      </p>
    </Card>
  );
}

type Notice = { title: string; text: string; color: "red" | "yellow" };

function noticesOf({ sizeState, sizeBytes, maxSizeMb, heldByStaff, canDump }: DatabaseView, hint: string): Notice[] {
  const isNear = (sizeBytes ?? 0) > 0.9 * maxSizeMb * 1024 * 1024;
  const sizes: Record<DatabaseView["sizeState"], Notice | null> = {
    ok: isNear
      ? {
          title: "The database is nearly full",
          text: "Above its size, sessions only read. Delete rows, or ask for a larger size.",
          color: "yellow",
        }
      : null,
    read_only: {
      title: "The database is larger than its size",
      text: `Sessions only read. ${hint}`,
      color: "yellow",
    },
    stopped: {
      title: "The database is larger than its size",
      text: "Nobody can sign in. Ask an administrator for a larger size.",
      color: "red",
    },
  };
  const held: Notice = {
    title: "The operator of the panel suspended the database",
    text: `Only the operator can resume it. No data is lost${canDump ? ", and dumps are possible" : ""}.`,
    color: "yellow",
  };
  return [sizes[sizeState], heldByStaff ? held : null].filter((notice) => notice !== null);
}

function Notices({ view, hint }: { view: DatabaseView; hint: string }) {
  return noticesOf(view, hint).map(({ title, text, color }) => (
    <Alert key={title} color={color} role="status" title={title}>
      {text}
    </Alert>
  ));
}

function Retry({ id, onDone }: { id: string; onDone: () => void }) {
  const retry = useAction(() => api("POST", "/provisioning/databases/[id]/retry", { params: { id } }), { onDone });
  return (
    <Button size="xs" loading={retry.isPending} onClick={() => retry.mutate()}>
      Try again
    </Button>
  );
}
