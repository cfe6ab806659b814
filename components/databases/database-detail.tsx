"use client";

import { Alert, Button, SimpleGrid, Tabs } from "@mantine/core";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
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

type Texts = ReturnType<typeof useTranslations<"databases">>;

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
  const t = useTranslations("databases");
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
          <span>{t("on", { label: kind.label, name: view.provider.name })}</span>
          {connected ? null : <span>{t("liveUpdatesAreOff")}</span>}
        </span>
      }
    >
      <HostedProgress
        view={view}
        events={events}
        noun={t("database")}
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
  const t = useTranslations("databases");
  const tHosted = useTranslations("hosted");
  const [tab, setTab] = useState<string | null>("timeline");
  return (
    <Tabs value={tab} onChange={setTab} keepMounted={false}>
      <Tabs.List style={{ flexWrap: "nowrap", overflowX: "auto" }}>
        <Tabs.Tab value="timeline">{t("timeline")}</Tabs.Tab>
        <Tabs.Tab value="figures">{t("figures")}</Tabs.Tab>
        <Tabs.Tab value="servers">{t("servers")}</Tabs.Tab>
        {rights.manage && view.canDump ? <Tabs.Tab value="dumps">{t("dumps")}</Tabs.Tab> : null}
        {rights.manage ? <Tabs.Tab value="settings">{t("settings")}</Tabs.Tab> : null}
        {rights.delete || rights.credentials ? <Tabs.Tab value="danger">{t("dangerZone")}</Tabs.Tab> : null}
      </Tabs.List>
      <Tabs.Panel value="timeline" pt="md">
        <Card flush>
          <Timeline events={events} labels={hostedWords(tHosted).labels} />
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
  const t = useTranslations("databases");
  const { sizeBytes, maxSizeMb, connectionLimit, extensions, allowedNetworks } = view;
  return (
    <Card title={t("size")}>
      {sizeBytes === null ? (
        <p style={{ margin: 0, fontSize: 14 }}>{t("upToMiBIt", { maxSizeMb })}</p>
      ) : (
        <Meter label={t("used")} used={Math.round(sizeBytes / 1024 / 102.4) / 10} total={maxSizeMb} unit="MiB" />
      )}
      <p style={{ margin: "10px 0 0", fontSize: 14 }}>
        {t("connectionsAtOnceExtensions", {
          connectionLimit,
          case: String(extensions.length > 0),
          extensions: extensions.join(", "),
          caseIs: String(allowedNetworks.length > 0),
          allowedNetworks: allowedNetworks.join(", "),
        })}
      </p>
    </Card>
  );
}

type Notice = { title: string; text: string; color: "red" | "yellow" };

function noticesOf(
  t: Texts,
  { sizeState, sizeBytes, maxSizeMb, heldByStaff, canDump }: DatabaseView,
  hint: string,
): Notice[] {
  const isNear = (sizeBytes ?? 0) > 0.9 * maxSizeMb * 1024 * 1024;
  const sizes: Record<DatabaseView["sizeState"], Notice | null> = {
    ok: isNear
      ? {
          title: t("theDatabaseIsNearly"),
          text: t("aboveItsSizeSessions"),
          color: "yellow",
        }
      : null,
    read_only: {
      title: t("theDatabaseIsLarger"),
      text: t("sessionsOnlyRead", { hint }),
      color: "yellow",
    },
    stopped: {
      title: t("theDatabaseIsLarger"),
      text: t("nobodyCanSignIn"),
      color: "red",
    },
  };
  const held: Notice = {
    title: t("theOperatorOfThe"),
    text: t("onlyTheOperatorCan", { canDump: String(canDump) }),
    color: "yellow",
  };
  return [sizes[sizeState], heldByStaff ? held : null].filter((notice) => notice !== null);
}

function Notices({ view, hint }: { view: DatabaseView; hint: string }) {
  const t = useTranslations("databases");
  return noticesOf(t, view, hint).map(({ title, text, color }) => (
    <Alert key={title} color={color} role="status" title={title}>
      {text}
    </Alert>
  ));
}

function Retry({ id, onDone }: { id: string; onDone: () => void }) {
  const t = useTranslations("databases");
  const retry = useAction(() => api("POST", "/provisioning/databases/[id]/retry", { params: { id } }), { onDone });
  return (
    <Button size="xs" loading={retry.isPending} onClick={() => retry.mutate()}>
      {t("tryAgain")}
    </Button>
  );
}
