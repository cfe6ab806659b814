"use client";

import { Button, Group } from "@mantine/core";
import dynamic from "next/dynamic";
import Link from "next/link";
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
  const [asked, setAsked] = useState<Asked | null>(null);
  const filters = useListFilters();
  const close = () => setAsked(null);
  const refresh = useRefresh();
  const ids = new Set(items.map(({ id }) => id));
  const onStatus = ({ resourceId }: { resourceId: string }) => (ids.has(resourceId) ? refresh() : undefined);
  useChannelEvent(staffChannel, "hosted.status", hostedStatusShape, onStatus, { onReconnect: refresh });
  return (
    <PageFrame
      title="Services"
      lead="Servers that customers' databases, mail and zones are kept on."
      actions={
        <Group gap="xs">
          <Button onClick={() => setAsked({ what: "run", provider: null })}>Run one here</Button>
          <Button variant="default" onClick={() => setAsked({ what: "connect", provider: null })}>
            Connect a service
          </Button>
        </Group>
      }
    >
      <div className="ln-card">
        <DataTable
          label="Services"
          columns={columnsOf(kinds, setAsked)}
          rows={items}
          idOf={({ id }) => id}
          empty={
            <EmptyState title="No services yet.">
              Run a server here, or connect one, and customers can create databases, mailboxes or zones on it.
            </EmptyState>
          }
          next={nextCursor ? { label: "Older services", href: filters.after(nextCursor) } : null}
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

function columnsOf(kinds: ProviderKindView[], ask: (asked: Asked) => void): Column<ProviderView>[] {
  return [
    { title: "Name", isRowHeader: true, cell: (provider) => <Name provider={provider} /> },
    { title: "Kind", cell: ({ kind }) => kinds.find((known) => known.kind === kind)?.label ?? kind },
    { title: "Health", cell: (provider) => <Health provider={provider} /> },
    { title: "Version", from: "desktop", cell: ({ version }) => version ?? "unknown" },
    {
      title: "Address for customers",
      from: "desktop",
      cell: ({ endpoints }) => endpoints.map(({ host, port }) => `${host}:${port}`).join(", "),
    },
    { title: "Objects", className: "ln-figure", cell: ({ resources }) => resources },
    { title: "Actions", cell: (provider) => <Actions provider={provider} ask={ask} /> },
  ];
}

function Name({ provider: { id, name, accepting } }: { provider: ProviderView }) {
  return (
    <>
      <Link href={`/admin/services/${id}`} prefetch={false} className="ln-link">
        {name}
      </Link>
      {accepting ? null : <span style={small}>closed for new objects</span>}
    </>
  );
}

const small = { display: "block", fontSize: 13, fontWeight: 400, overflowWrap: "anywhere" } as const;

function Health({ provider: { status, health } }: { provider: ProviderView }) {
  if (status !== "active" && status !== "failed") return <StatusPill status={status} />;
  const words = { healthy: "up", unhealthy: "down", unknown: "not checked" } as const;
  return (
    <div>
      <StatusPill status={status === "failed" ? status : words[health.state]} />
      {health.error ? <span style={small}>{health.error}</span> : null}
      {health.checkedAt ? (
        <span style={small}>
          checked <RelativeTime at={health.checkedAt} />
        </span>
      ) : null}
    </div>
  );
}

function Actions({ provider, ask }: { provider: ProviderView; ask: (asked: Asked) => void }) {
  const { id, name, mode, accepting } = provider;
  const test = useAction(() => api("POST", "/admin/providers/[id]/test", { params: { id } }), {
    done: ({ version, durationMs }) => `${name} answered in ${durationMs} ms. Version ${version}.`,
    refresh: true,
  });
  const accept = useAction(
    () => api("PATCH", "/admin/providers/[id]", { params: { id }, body: { accepting: !accepting } }),
    { done: accepting ? `${name} takes no new objects.` : `${name} takes new objects.`, refresh: true },
  );
  return (
    <Group gap={6} miw={{ md: 310 }}>
      <Button size="compact-sm" variant="default" loading={test.isPending} onClick={() => test.mutate()}>
        Test
      </Button>
      {mode === "external" ? (
        <Button size="compact-sm" variant="default" onClick={() => ask({ what: "change", provider })}>
          Change
        </Button>
      ) : null}
      <Button size="compact-sm" variant="default" loading={accept.isPending} onClick={() => accept.mutate()}>
        {accepting ? "Close" : "Open"}
      </Button>
      <Button size="compact-sm" variant="default" onClick={() => ask({ what: "delete", provider })}>
        {mode === "external" ? "Disconnect" : "Remove"}
      </Button>
    </Group>
  );
}
