"use client";

import { Alert, Button, SimpleGrid, Tabs } from "@mantine/core";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useCallback, useState } from "react";
import { HostedProgress } from "@/components/hosted/hosted-progress";
import { hostedWords } from "@/components/hosted/hosted-words";
import { useHosted } from "@/components/hosted/use-hosted";
import { Timeline } from "@/components/servers/timeline";
import { Meter } from "@/components/ui/meter";
import { Card, PageFrame } from "@/components/ui/page-frame";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusPill } from "@/components/ui/status-pill";
import { useAction } from "@/components/ui/use-action";
import { usePageTitle } from "@/components/ui/use-page-title";
import type { HostedEventView } from "@/lib/hosted-services/contract";
import type { MailboxView } from "@/lib/hosted-services/mail/contract";
import { api } from "@/lib/http/client/api";
import type { MailRights } from "../mail-rights";
import { ClientSettings } from "./client-settings";

const MailboxSettings = dynamic(() => import("./mailbox-settings"), { ssr: false });
const AutoresponderTab = dynamic(() => import("./autoresponder-tab"), { ssr: false });
const MailboxDanger = dynamic(() => import("./mailbox-danger"), { ssr: false });

type Props = { initial: MailboxView; initialEvents: HostedEventView[]; channel: string; rights: MailRights };

/** All views of one mailbox. */
export function MailboxDetail({ initial, initialEvents, channel, rights }: Props) {
  const t = useTranslations("mail.mailbox");
  const { id, domain } = initial;
  const load = useCallback(
    () =>
      Promise.all([
        api("GET", "/provisioning/mailboxes/[id]", { params: { id } }),
        api("GET", "/provisioning/mailboxes/[id]/events", { params: { id } }),
      ]),
    [id],
  );
  const list = `/mail/${domain.id}`;
  const { view, events, refresh, connected } = useHosted({ initial, initialEvents, channel, load, list });
  usePageTitle(view.address);
  return (
    <PageFrame
      title={<span style={{ overflowWrap: "anywhere" }}>{view.address}</span>}
      lead={
        <span style={{ display: "inline-flex", gap: 14, flexWrap: "wrap", alignItems: "center" }}>
          <span aria-live="polite">
            <StatusPill status={view.status} />
          </span>
          <Link href={list} prefetch={false} className="ln-link">
            {domain.name}
          </Link>
          {connected ? null : <span>{t("liveUpdatesAreOff")}</span>}
        </span>
      }
    >
      <HostedProgress
        view={view}
        events={events}
        noun={t("mailbox")}
        retry={rights.manage ? <Retry id={id} onDone={refresh} /> : null}
      />
      {view.heldByStaff ? (
        <Alert color="yellow" role="status" title={t("anAdministratorSuspendedThis")}>
          {t("onlyAnAdministratorCan")}
        </Alert>
      ) : null}
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
        <Card title={t("settingsForMailPrograms")}>
          <ClientSettings view={view} />
        </Card>
        <Use view={view} />
      </SimpleGrid>
      <MailboxTabs view={view} events={events} rights={rights} onDone={refresh} />
    </PageFrame>
  );
}

function Use({ view: { usedBytes, quotaMb, lastLoginAt } }: { view: MailboxView }) {
  const t = useTranslations("mail.mailbox");
  const used = usedBytes === null ? 0 : Math.round(usedBytes / 1024 / 102.4) / 10;
  return (
    <Card title={t("use")}>
      <Meter label={t("size")} used={used} total={quotaMb} unit="MiB" />
      <p style={{ margin: "10px 0 0", fontSize: 14 }}>
        {t("lastSignIn")} {lastLoginAt ? <RelativeTime at={lastLoginAt} /> : t("never")}
        {t("sizeAndSignIns")}
      </p>
    </Card>
  );
}

type TabsProps = { view: MailboxView; events: HostedEventView[]; rights: MailRights; onDone: () => void };

function MailboxTabs({ view, events, rights, onDone }: TabsProps) {
  const t = useTranslations("mail.mailbox");
  const tHosted = useTranslations("hosted");
  const [tab, setTab] = useState<string | null>("timeline");
  return (
    <Tabs value={tab} onChange={setTab} keepMounted={false}>
      <Tabs.List style={{ flexWrap: "nowrap", overflowX: "auto" }}>
        <Tabs.Tab value="timeline">{t("timeline")}</Tabs.Tab>
        {rights.manage ? <Tabs.Tab value="settings">{t("settings")}</Tabs.Tab> : null}
        {rights.manage ? <Tabs.Tab value="autoresponder">{t("automaticAnswer")}</Tabs.Tab> : null}
        {rights.delete || rights.credentials ? <Tabs.Tab value="danger">{t("dangerZone")}</Tabs.Tab> : null}
      </Tabs.List>
      <Tabs.Panel value="timeline" pt="md">
        <Card flush>
          <Timeline events={events} labels={hostedWords(tHosted).labels} />
        </Card>
      </Tabs.Panel>
      <Tabs.Panel value="settings" pt="md">
        <MailboxSettings view={view} onDone={onDone} />
      </Tabs.Panel>
      <Tabs.Panel value="autoresponder" pt="md">
        <AutoresponderTab view={view} onDone={onDone} />
      </Tabs.Panel>
      <Tabs.Panel value="danger" pt="md">
        <MailboxDanger view={view} rights={rights} onDone={onDone} />
      </Tabs.Panel>
    </Tabs>
  );
}

function Retry({ id, onDone }: { id: string; onDone: () => void }) {
  const t = useTranslations("mail.mailbox");
  const retry = useAction(() => api("POST", "/provisioning/mailboxes/[id]/retry", { params: { id } }), { onDone });
  return (
    <Button size="xs" loading={retry.isPending} onClick={() => retry.mutate()}>
      {t("tryAgain")}
    </Button>
  );
}
