"use client";

import { Button, Tabs } from "@mantine/core";
import dynamic from "next/dynamic";
import { useCallback, useState } from "react";
import { HostedProgress } from "@/components/hosted/hosted-progress";
import { hostedWords } from "@/components/hosted/hosted-words";
import { useHosted } from "@/components/hosted/use-hosted";
import { Timeline } from "@/components/servers/timeline";
import { Card, PageFrame } from "@/components/ui/page-frame";
import { StatusPill } from "@/components/ui/status-pill";
import { useAction } from "@/components/ui/use-action";
import { usePageTitle } from "@/components/ui/use-page-title";
import type { HostedEventView } from "@/lib/hosted-services/contract";
import type { MailDomainDetailView } from "@/lib/hosted-services/mail/contract";
import { api } from "@/lib/http/client/api";
import type { MailRights } from "../mail-rights";
import { DomainMailboxes } from "./domain-mailboxes";

const DomainAliases = dynamic(() => import("./domain-aliases"), { ssr: false });
const DomainRecords = dynamic(() => import("./domain-records"), { ssr: false });
const DomainDeliveries = dynamic(() => import("./domain-deliveries"), { ssr: false });
const DomainSettings = dynamic(() => import("./domain-settings"), { ssr: false });

type Props = { initial: MailDomainDetailView; initialEvents: HostedEventView[]; channel: string; rights: MailRights };

/** All views of one mail domain. */
export function DomainDetail({ initial, initialEvents, channel, rights }: Props) {
  const { id } = initial;
  const load = useCallback(
    () =>
      Promise.all([
        api("GET", "/provisioning/mail-domains/[id]", { params: { id } }),
        api("GET", "/provisioning/mail-domains/[id]/events", { params: { id } }),
      ]),
    [id],
  );
  const { view, events, refresh, connected } = useHosted({ initial, initialEvents, channel, load, list: "/mail" });
  usePageTitle(view.displayName);
  const open = view.records.filter(({ state }) => state === "missing" || state === "different").length;
  return (
    <PageFrame
      title={<span style={{ overflowWrap: "anywhere" }}>{view.displayName}</span>}
      lead={
        <span style={{ display: "inline-flex", gap: 14, flexWrap: "wrap", alignItems: "center" }}>
          <span aria-live="polite">
            <StatusPill status={view.status} />
          </span>
          <span>{attention(open)}</span>
          {connected ? null : <span>Live updates are off. This page refreshes every 2 seconds.</span>}
        </span>
      }
    >
      <HostedProgress
        view={view}
        events={events}
        noun="mail domain"
        retry={rights.manage ? <Retry id={id} onDone={refresh} /> : null}
      />
      <DomainTabs {...{ view, events, rights, channel }} onDone={refresh} />
    </PageFrame>
  );
}

function attention(count: number): string {
  if (count === 0) return "No DNS record needs attention";
  return count === 1 ? "1 DNS record needs attention" : `${count} DNS records need attention`;
}

type TabsProps = {
  view: MailDomainDetailView;
  events: HostedEventView[];
  rights: MailRights;
  channel: string;
  onDone: () => void;
};

function DomainTabs({ view, events, rights, channel, onDone }: TabsProps) {
  const [tab, setTab] = useState<string | null>("mailboxes");
  return (
    <Tabs value={tab} onChange={setTab} keepMounted={false}>
      <Tabs.List style={{ flexWrap: "nowrap", overflowX: "auto" }}>
        <Tabs.Tab value="mailboxes">Mailboxes</Tabs.Tab>
        <Tabs.Tab value="aliases">Aliases</Tabs.Tab>
        <Tabs.Tab value="records">DNS records</Tabs.Tab>
        <Tabs.Tab value="deliveries">Delivery log</Tabs.Tab>
        {rights.manage ? <Tabs.Tab value="settings">Settings</Tabs.Tab> : null}
        <Tabs.Tab value="timeline">Timeline</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="mailboxes" pt="md">
        <DomainMailboxes view={view} channel={channel} canCreate={rights.create} onDone={onDone} />
      </Tabs.Panel>
      <Tabs.Panel value="aliases" pt="md">
        <DomainAliases view={view} channel={channel} rights={rights} onDone={onDone} />
      </Tabs.Panel>
      <Tabs.Panel value="records" pt="md">
        <DomainRecords view={view} onCheck={onDone} />
      </Tabs.Panel>
      <Tabs.Panel value="deliveries" pt="md">
        <DomainDeliveries id={view.id} />
      </Tabs.Panel>
      <Tabs.Panel value="settings" pt="md">
        <DomainSettings view={view} rights={rights} onDone={onDone} />
      </Tabs.Panel>
      <Tabs.Panel value="timeline" pt="md">
        <Card flush>
          <Timeline events={events} labels={hostedWords.labels} />
        </Card>
      </Tabs.Panel>
    </Tabs>
  );
}

function Retry({ id, onDone }: { id: string; onDone: () => void }) {
  const retry = useAction(() => api("POST", "/provisioning/mail-domains/[id]/retry", { params: { id } }), { onDone });
  return (
    <Button size="xs" loading={retry.isPending} onClick={() => retry.mutate()}>
      Try again
    </Button>
  );
}
