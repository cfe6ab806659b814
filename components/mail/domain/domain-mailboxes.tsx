"use client";

import { Button, Group } from "@mantine/core";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useTranslations } from "next-intl";
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

type Texts = ReturnType<typeof useTranslations<"mail.domain">>;

const CreateMailbox = dynamic(() => import("./create-mailbox"), { ssr: false });

type Props = { view: MailDomainView; channel: string; canCreate: boolean; onDone: () => void };

const columns = (t: Texts): Column<MailboxView>[] => [
  {
    title: t("address"),
    isRowHeader: true,
    cell: ({ id, address }) => (
      <Link href={`/mail/mailboxes/${id}`} prefetch={false} className="ln-link">
        {address}
      </Link>
    ),
  },
  { title: t("state"), cell: ({ status }) => <StatusPill status={status} /> },
  {
    title: t("size"),
    className: "ln-figure",
    cell: ({ usedBytes, quotaMb }) => {
      const max = formatSize(quotaMb * 1024 * 1024);
      return usedBytes === null ? t("upTo", { max }) : t("of", { usedBytes: formatSize(usedBytes), max });
    },
  },
  {
    title: t("lastSignIn"),
    from: "tablet",
    cell: ({ lastLoginAt }) => (lastLoginAt ? <RelativeTime at={lastLoginAt} /> : t("never")),
  },
];

/** The mailboxes of a domain. */
export function DomainMailboxes({ view, channel, canCreate, onDone }: Props) {
  const t = useTranslations("mail.domain");
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
          <Button onClick={() => setIsCreating(true)}>{t("createMailbox")}</Button>
        </Group>
      ) : null}
      <DataTable
        label={t("mailboxes")}
        columns={columns(t)}
        rows={items}
        idOf={({ id }) => id}
        empty={
          list.data ? (
            <EmptyState title={t("noMailboxesYet")}>{t("aMailboxIsAn")}</EmptyState>
          ) : (
            <EmptyState title={t("readingTheMailboxes")} />
          )
        }
      />
      <OlderButton list={list} label={t("olderMailboxes")} />
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
