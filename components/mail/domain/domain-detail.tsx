"use client";

import { Button, Tabs } from "@mantine/core";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
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

type Texts = ReturnType<typeof useTranslations<"mail.domain">>;

const DomainAliases = dynamic(() => import("./domain-aliases"), { ssr: false });
const DomainRecords = dynamic(() => import("./domain-records"), { ssr: false });
const DomainDeliveries = dynamic(() => import("./domain-deliveries"), { ssr: false });
const DomainSettings = dynamic(() => import("./domain-settings"), { ssr: false });

type Props = { initial: MailDomainDetailView; initialEvents: HostedEventView[]; channel: string; rights: MailRights };

/** All views of one mail domain. */
export function DomainDetail({ initial, initialEvents, channel, rights }: Props) {
  const t = useTranslations("mail.domain");
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
          <span>{attention(t, open)}</span>
          {connected ? null : <span>{t("liveUpdatesAreOff")}</span>}
        </span>
      }
    >
      <HostedProgress
        view={view}
        events={events}
        noun={t("mailDomain")}
        retry={rights.manage ? <Retry id={id} onDone={refresh} /> : null}
      />
      <DomainTabs {...{ view, events, rights, channel }} onDone={refresh} />
    </PageFrame>
  );
}

function attention(t: Texts, count: number): string {
  if (count === 0) return t("noDnsRecordNeeds");
  return t("n1DnsRecordNeeds", { count });
}

type TabsProps = {
  view: MailDomainDetailView;
  events: HostedEventView[];
  rights: MailRights;
  channel: string;
  onDone: () => void;
};

function DomainTabs({ view, events, rights, channel, onDone }: TabsProps) {
  const t = useTranslations("mail.domain");
  const tHosted = useTranslations("hosted");
  const [tab, setTab] = useState<string | null>("mailboxes");
  return (
    <Tabs value={tab} onChange={setTab} keepMounted={false}>
      <Tabs.List style={{ flexWrap: "nowrap", overflowX: "auto" }}>
        <Tabs.Tab value="mailboxes">{t("mailboxes")}</Tabs.Tab>
        <Tabs.Tab value="aliases">{t("aliases")}</Tabs.Tab>
        <Tabs.Tab value="records">{t("dnsRecords")}</Tabs.Tab>
        <Tabs.Tab value="deliveries">{t("deliveryLog")}</Tabs.Tab>
        {rights.manage ? <Tabs.Tab value="settings">{t("settings")}</Tabs.Tab> : null}
        <Tabs.Tab value="timeline">{t("timeline")}</Tabs.Tab>
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
          <Timeline events={events} labels={hostedWords(tHosted).labels} />
        </Card>
      </Tabs.Panel>
    </Tabs>
  );
}

function Retry({ id, onDone }: { id: string; onDone: () => void }) {
  const t = useTranslations("mail.domain");
  const retry = useAction(() => api("POST", "/provisioning/mail-domains/[id]/retry", { params: { id } }), { onDone });
  return (
    <Button size="xs" loading={retry.isPending} onClick={() => retry.mutate()}>
      {t("tryAgain")}
    </Button>
  );
}
