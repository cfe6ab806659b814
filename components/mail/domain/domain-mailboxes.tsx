"use client";

import { Button, Group } from "@mantine/core";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useState } from "react";
import { formatSize } from "@/components/databases/format-size";
import { EmptyState } from "@/components/ui/empty-state";
import { ProblemAlert } from "@/components/ui/problem-alert";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusPill } from "@/components/ui/status-pill";
import { type Column, DataTable } from "@/components/ui/table/data-table";
import type { MailboxView, MailDomainView } from "@/lib/hosted-services/mail/contract";
import { api } from "@/lib/http/client/api";
import { explain } from "@/lib/http/client/problem";
import { OlderButton } from "./older-button";
import { useDomainList } from "./use-domain-list";

const CreateMailbox = dynamic(() => import("./create-mailbox"), { ssr: false });

type Props = { view: MailDomainView; channel: string; canCreate: boolean; onDone: () => void };

const columns: Column<MailboxView>[] = [
  {
    title: "Address",
    isRowHeader: true,
    cell: ({ id, address }) => (
      <Link href={`/mail/mailboxes/${id}`} prefetch={false} className="ln-link">
        {address}
      </Link>
    ),
  },
  { title: "State", cell: ({ status }) => <StatusPill status={status} /> },
  {
    title: "Size",
    className: "ln-figure",
    cell: ({ usedBytes, quotaMb }) => {
      const max = formatSize(quotaMb * 1024 * 1024);
      return usedBytes === null ? `up to ${max}` : `${formatSize(usedBytes)} of ${max}`;
    },
  },
  {
    title: "Last sign-in",
    from: "tablet",
    cell: ({ lastLoginAt }) => (lastLoginAt ? <RelativeTime at={lastLoginAt} /> : "never"),
  },
];

/** The mailboxes of a domain. */
export function DomainMailboxes({ view, channel, canCreate, onDone }: Props) {
  const [isCreating, setIsCreating] = useState(false);
  const { list, items, refresh } = useDomainList({
    queryKey: ["mailboxes", view.id],
    channel,
    read: (query, signal) => api("GET", "/provisioning/mailboxes", { query: { ...query, domain: view.id }, signal }),
  });
  const isReady = view.status === "active" || view.status === "provisioning";
  if (list.error) return <ProblemAlert problem={explain(list.error)} />;
  return (
    <div className="ln-card">
      {canCreate && isReady ? (
        <Group p={14} justify="flex-end">
          <Button onClick={() => setIsCreating(true)}>Create mailbox</Button>
        </Group>
      ) : null}
      <DataTable
        label="Mailboxes"
        columns={columns}
        rows={items}
        idOf={({ id }) => id}
        empty={
          list.data ? (
            <EmptyState title="No mailboxes yet.">
              A mailbox is an address with a password. Mail programs read it by IMAP and send by SMTP.
            </EmptyState>
          ) : (
            <EmptyState title="Reading the mailboxes…" />
          )
        }
      />
      <OlderButton list={list} label="Older mailboxes" />
      {isCreating ? (
        <CreateMailbox
          domain={view.displayName}
          onDone={() => {
            void refresh();
            onDone();
          }}
          onClose={() => setIsCreating(false)}
        />
      ) : null}
    </div>
  );
}
