"use client";

import { Button, Tabs } from "@mantine/core";
import dynamic from "next/dynamic";
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
          <span>Serial {view.serial}</span>
          <span>DNSSEC {view.dnssec.enabled ? "on" : "off"}</span>
          {connected ? null : <span>Live updates are off. This page refreshes every 2 seconds.</span>}
        </span>
      }
    >
      <HostedProgress
        view={view}
        events={events}
        noun="zone"
        retry={rights.manage ? <Retry id={id} onDone={refresh} /> : null}
      />
      <NameServers view={view} />
      <ZoneTabs view={view} events={events} rights={rights} onDone={refresh} />
    </PageFrame>
  );
}

function NameServers({ view: { name, nameservers } }: { view: ZoneView }) {
  return (
    <Card title="Name servers">
      <p style={{ margin: "0 0 8px", fontSize: 14, maxWidth: "72ch" }}>
        Enter these name servers for {name} where you registered the domain, in place of all others. Until then nobody
        asks our servers. A change takes up to two days to reach everybody.
      </p>
      {nameservers.map((server, index) => (
        <CopyField key={server} label={`Name server ${index + 1}`} value={server.replace(/\.$/, "")} />
      ))}
    </Card>
  );
}

type TabsProps = { view: ZoneView; events: HostedEventView[]; rights: ZoneRights; onDone: () => void };

function ZoneTabs({ view, events, rights, onDone }: TabsProps) {
  const [tab, setTab] = useState<string | null>("records");
  const canChange = rights.manage && view.status === "active";
  return (
    <Tabs value={tab} onChange={setTab} keepMounted={false}>
      <Tabs.List style={{ flexWrap: "nowrap", overflowX: "auto" }}>
        <Tabs.Tab value="records">Records</Tabs.Tab>
        <Tabs.Tab value="file">Import and export</Tabs.Tab>
        <Tabs.Tab value="history">History</Tabs.Tab>
        <Tabs.Tab value="dnssec">DNSSEC</Tabs.Tab>
        <Tabs.Tab value="timeline">Timeline</Tabs.Tab>
        {rights.delete ? <Tabs.Tab value="danger">Danger zone</Tabs.Tab> : null}
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
          <Timeline events={events} labels={hostedWords.labels} />
        </Card>
      </Tabs.Panel>
      <Tabs.Panel value="danger" pt="md">
        <ZoneDanger view={view} onDone={onDone} />
      </Tabs.Panel>
    </Tabs>
  );
}

function Retry({ id, onDone }: { id: string; onDone: () => void }) {
  const retry = useAction(() => api("POST", "/provisioning/dns-zones/[id]/retry", { params: { id } }), { onDone });
  return (
    <Button size="xs" loading={retry.isPending} onClick={() => retry.mutate()}>
      Try again
    </Button>
  );
}
