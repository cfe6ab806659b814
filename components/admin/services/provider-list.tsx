"use client";

import { Button, Group } from "@mantine/core";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { hostedStatusShape } from "@/components/realtime/event-shapes";
import { useChannelEvent } from "@/components/realtime/use-realtime";
import { EmptyState } from "@/components/ui/empty-state";
import { PageFrame } from "@/components/ui/page-frame";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusPill } from "@/components/ui/status-pill";
import { type Column, DataTable } from "@/components/ui/table/data-table";
import { useListFilters } from "@/components/ui/table/use-list-filters";
import { useAction } from "@/components/ui/use-action";
import { useRefresh } from "@/components/ui/use-refresh";
import type { ProviderKindView, ProviderView } from "@/lib/hosted-services/providers/contract";
import { api } from "@/lib/http/client/api";
import { staffChannel } from "@/lib/realtime/contract";
import type { NodeChoice } from "./run-provider";

type Texts = ReturnType<typeof useTranslations<"admin.services">>;

const ConnectProvider = dynamic(() => import("./connect-provider"), { ssr: false });
const RunProvider = dynamic(() => import("./run-provider"), { ssr: false });
const DeleteProvider = dynamic(() => import("./delete-provider"), { ssr: false });

type Props = {
  items: ProviderView[];
  nextCursor: string | null;
  kinds: ProviderKindView[];
  nodes: NodeChoice[];
  /** Below the list. */
  children?: ReactNode;
};
type Asked = { what: "run" | "connect" | "change" | "delete"; provider: ProviderView | null };

/** Services that customers' databases, mail and zones are kept in, with their health. */
export function ProviderList({ items, nextCursor, kinds, nodes, children }: Props) {
  const t = useTranslations("admin.services");
  const [asked, setAsked] = useState<Asked | null>(null);
  const filters = useListFilters();
  const close = () => setAsked(null);
  const refresh = useRefresh();
  const ids = new Set(items.map(({ id }) => id));
  const onStatus = ({ resourceId }: { resourceId: string }) => (ids.has(resourceId) ? refresh() : undefined);
  useChannelEvent(staffChannel, "hosted.status", hostedStatusShape, onStatus, {
    onReconnect: refresh,
    ...(items.some(({ status }) => status === "provisioning" || status === "deleting")
      ? { onSubscribed: refresh }
      : {}),
  });
  return (
    <PageFrame
      title={t("services")}
      lead={t("serversThatCustomersDatabases")}
      actions={
        <Group gap="xs">
          <Button onClick={() => setAsked({ what: "run", provider: null })}>{t("runOneHere")}</Button>
          <Button variant="default" onClick={() => setAsked({ what: "connect", provider: null })}>
            {t("connectAService")}
          </Button>
        </Group>
      }
    >
      <div className="ln-card">
        <DataTable
          label={t("services")}
          columns={columnsOf(t, kinds, setAsked)}
          rows={items}
          idOf={({ id }) => id}
          empty={<EmptyState title={t("noServicesYet")}>{t("runAServerHere")}</EmptyState>}
          next={nextCursor ? { label: t("olderServices"), href: filters.after(nextCursor) } : null}
          phone="cards"
          isMain
        />
      </div>
      {asked?.what === "run" ? (
        <RunProvider kinds={kinds.filter(({ canRun }) => canRun)} nodes={nodes} onClose={close} />
      ) : null}
      {asked?.what === "connect" || asked?.what === "change" ? (
        <ConnectProvider kinds={kinds} provider={asked.provider} onClose={close} />
      ) : null}
      {asked?.what === "delete" && asked.provider ? <DeleteProvider provider={asked.provider} onClose={close} /> : null}
      {children}
    </PageFrame>
  );
}

function columnsOf(t: Texts, kinds: ProviderKindView[], ask: (asked: Asked) => void): Column<ProviderView>[] {
  return [
    { title: t("name"), isRowHeader: true, cell: (provider) => <Name provider={provider} /> },
    { title: t("kind"), cell: ({ kind }) => kinds.find((known) => known.kind === kind)?.label ?? kind },
    { title: t("health"), cell: (provider) => <Health provider={provider} /> },
    { title: t("version"), from: "desktop", cell: ({ version }) => version ?? t("unknown") },
    {
      title: t("addressForCustomers"),
      from: "desktop",
      cell: ({ endpoints }) => endpoints.map(({ host, port }) => `${host}:${port}`).join(", "),
    },
    { title: t("objects"), className: "ln-figure", cell: ({ resources }) => resources },
    { title: t("actions"), cell: (provider) => <Actions provider={provider} ask={ask} /> },
  ];
}

function Name({ provider: { id, name, accepting } }: { provider: ProviderView }) {
  const t = useTranslations("admin.services");
  return (
    <>
      <Link href={`/admin/services/${id}`} prefetch={false} className="ln-link">
        {name}
      </Link>
      {accepting ? null : <span style={small}>{t("closedForNewObjects")}</span>}
    </>
  );
}

const small = { display: "block", fontSize: 13, fontWeight: 400, overflowWrap: "anywhere" } as const;

function Health({ provider: { status, health } }: { provider: ProviderView }) {
  const t = useTranslations("admin.services");
  if (status !== "active" && status !== "failed") return <StatusPill status={status} />;
  const { checkedAt } = health;
  const states = { healthy: "up", unhealthy: "down", unknown: null } as const;
  const state = status === "failed" ? status : states[health.state];
  return (
    <div>
      {state ? <StatusPill status={state} /> : <StatusPill status="unknown" label={t("notChecked")} />}
      {health.error ? <span style={small}>{health.error}</span> : null}
      {checkedAt ? (
        <span style={small}>{t.rich("checked", { time: () => <RelativeTime at={checkedAt} /> })}</span>
      ) : null}
    </div>
  );
}

function Actions({ provider, ask }: { provider: ProviderView; ask: (asked: Asked) => void }) {
  const t = useTranslations("admin.services");
  const { id, name, mode, accepting } = provider;
  const test = useAction(() => api("POST", "/admin/providers/[id]/test", { params: { id } }), {
    done: ({ version, durationMs }) => t("answeredInMsVersion", { name, durationMs, version }),
    refresh: true,
  });
  const accept = useAction(
    () => api("PATCH", "/admin/providers/[id]", { params: { id }, body: { accepting: !accepting } }),
    { done: accepting ? t("takesNoNewObjects", { name }) : t("takesNewObjects", { name }), refresh: true },
  );
  return (
    <Group gap={6} miw={{ md: 310 }}>
      <Button size="compact-sm" variant="default" loading={test.isPending} onClick={() => test.mutate()}>
        {t("test")}
      </Button>
      {mode === "external" ? (
        <Button size="compact-sm" variant="default" onClick={() => ask({ what: "change", provider })}>
          {t("change")}
        </Button>
      ) : null}
      <Button size="compact-sm" variant="default" loading={accept.isPending} onClick={() => accept.mutate()}>
        {accepting ? t("close") : t("open")}
      </Button>
      <Button size="compact-sm" variant="default" onClick={() => ask({ what: "delete", provider })}>
        {mode === "external" ? t("disconnect") : t("remove")}
      </Button>
    </Group>
  );
}
