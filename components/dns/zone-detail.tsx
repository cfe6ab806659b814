"use client";

import { Button, Tabs } from "@mantine/core";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useCallback, useState } from "react";
import { HostedProgress } from "@/components/hosted/hosted-progress";
import { hostedWords } from "@/components/hosted/hosted-words";
import { useHosted } from "@/components/hosted/use-hosted";
import { Timeline } from "@/components/servers/timeline";
import { CopyField } from "@/components/ui/copy/copy-field";
import { Card, PageFrame } from "@/components/ui/page-frame";
import { StatusPill } from "@/components/ui/status-pill";
import { useAction } from "@/components/ui/use-action";
import { usePageTitle } from "@/components/ui/use-page-title";
import type { HostedEventView } from "@/lib/hosted-services/contract";
import type { ZoneView } from "@/lib/hosted-services/dns/zones/contract";
import { api } from "@/lib/http/client/api";
import type { ZoneRights } from "./zone-rights";

const ZoneRecords = dynamic(() => import("./records/zone-records"), { ssr: false });
const ZoneFile = dynamic(() => import("./zone-file"), { ssr: false });
const ZoneHistory = dynamic(() => import("./zone-history"), { ssr: false });
const ZoneSecondaries = dynamic(() => import("./zone-secondaries"), { ssr: false });
const ZoneDnssec = dynamic(() => import("./zone-dnssec"), { ssr: false });
const ZoneDanger = dynamic(() => import("./zone-danger"), { ssr: false });

type Props = { initial: ZoneView; initialEvents: HostedEventView[]; channel: string; rights: ZoneRights };

/** All views of one zone: how to delegate it, its records and what was changed. */
export function ZoneDetail({ initial, initialEvents, channel, rights }: Props) {
  const t = useTranslations("dns");
  const { id } = initial;
  const load = useCallback(
    () =>
      Promise.all([
        api("GET", "/provisioning/dns-zones/[id]", { params: { id } }),
        api("GET", "/provisioning/dns-zones/[id]/events", { params: { id } }),
      ]),
    [id],
  );
  const { view, events, refresh, connected } = useHosted({ initial, initialEvents, channel, load, list: "/dns" });
  usePageTitle(view.name);
  return (
    <PageFrame
      title={<span style={{ overflowWrap: "anywhere" }}>{view.name}</span>}
      lead={
        <span style={{ display: "inline-flex", gap: 14, flexWrap: "wrap", alignItems: "center" }}>
          <span aria-live="polite">
            <StatusPill status={view.status} />
          </span>
          <span>{t("serial2", { serial: view.serial })}</span>
          <span>{t("dnssecOnOff", { enabled: String(view.dnssec.enabled) })}</span>
          {connected ? null : <span>{t("liveUpdatesAreOff")}</span>}
        </span>
      }
    >
      <HostedProgress
        view={view}
        events={events}
        noun={t("zone")}
        retry={rights.manage ? <Retry id={id} onDone={refresh} /> : null}
      />
      <NameServers view={view} />
      <ZoneTabs view={view} events={events} rights={rights} onDone={refresh} />
    </PageFrame>
  );
}

function NameServers({ view: { name, nameservers } }: { view: ZoneView }) {
  const t = useTranslations("dns");
  return (
    <Card title={t("nameServers")}>
      <p style={{ margin: "0 0 8px", fontSize: 14, maxWidth: "72ch" }}>{t("enterTheseNameServers", { name })}</p>
      {nameservers.map((server, index) => (
        <CopyField key={server} label={t("nameServer", { index: index + 1 })} value={server.replace(/\.$/, "")} />
      ))}
    </Card>
  );
}

type TabsProps = { view: ZoneView; events: HostedEventView[]; rights: ZoneRights; onDone: () => void };

function ZoneTabs({ view, events, rights, onDone }: TabsProps) {
  const t = useTranslations("dns");
  const tHosted = useTranslations("hosted");
  const [tab, setTab] = useState<string | null>("records");
  const canChange = rights.manage && view.status === "active";
  return (
    <Tabs value={tab} onChange={setTab} keepMounted={false}>
      <Tabs.List style={{ flexWrap: "nowrap", overflowX: "auto" }}>
        <Tabs.Tab value="records">{t("recordsText")}</Tabs.Tab>
        <Tabs.Tab value="file">{t("importAndExport")}</Tabs.Tab>
        <Tabs.Tab value="history">{t("history")}</Tabs.Tab>
        <Tabs.Tab value="dnssec">DNSSEC</Tabs.Tab>
        <Tabs.Tab value="timeline">{t("timeline")}</Tabs.Tab>
        {rights.delete ? <Tabs.Tab value="danger">{t("dangerZone")}</Tabs.Tab> : null}
      </Tabs.List>
      {/* Edits that are not saved stay while another tab is open. */}
      <Tabs.Panel value="records" pt="md" keepMounted>
        <ZoneRecords view={view} canChange={canChange} onDone={onDone} />
      </Tabs.Panel>
      <Tabs.Panel value="file" pt="md">
        <ZoneFile view={view} canChange={canChange} onDone={onDone} />
      </Tabs.Panel>
      <Tabs.Panel value="history" pt="md">
        <ZoneHistory view={view} canChange={canChange} onDone={onDone} />
      </Tabs.Panel>
      <Tabs.Panel value="dnssec" pt="md">
        <ZoneDnssec view={view} canChange={canChange} onDone={onDone} />
        <ZoneSecondaries view={view} canChange={canChange} onDone={onDone} />
      </Tabs.Panel>
      <Tabs.Panel value="timeline" pt="md">
        <Card flush>
          <Timeline events={events} labels={hostedWords(tHosted).labels} />
        </Card>
      </Tabs.Panel>
      <Tabs.Panel value="danger" pt="md">
        <ZoneDanger view={view} onDone={onDone} />
      </Tabs.Panel>
    </Tabs>
  );
}

function Retry({ id, onDone }: { id: string; onDone: () => void }) {
  const t = useTranslations("dns");
  const retry = useAction(() => api("POST", "/provisioning/dns-zones/[id]/retry", { params: { id } }), { onDone });
  return (
    <Button size="xs" loading={retry.isPending} onClick={() => retry.mutate()}>
      {t("tryAgain")}
    </Button>
  );
}
