"use client";

import { Button, Group } from "@mantine/core";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmDialog } from "@/components/ui/dialog/confirm-dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { ProblemAlert } from "@/components/ui/problem-alert";
import { StatusPill } from "@/components/ui/status-pill";
import { DataTable } from "@/components/ui/table/data-table";
import type { MailAliasView, MailDomainView } from "@/lib/hosted-services/mail/contract";
import { api } from "@/lib/http/client/api";
import { explain } from "@/lib/http/client/problem";
import type { MailRights } from "../mail-rights";
import { OlderButton } from "./older-button";
import { useDomainList } from "./use-domain-list";

const AliasDialog = dynamic(() => import("./alias-dialog"), { ssr: false });

type Props = { view: MailDomainView; channel: string; rights: MailRights; onDone: () => void };

/** Addresses of a domain whose mail goes to others. */
export default function DomainAliases({ view, channel, rights, onDone }: Props) {
  const t = useTranslations("mail.domain");
  const [edited, setEdited] = useState<MailAliasView | "new" | null>(null);
  const [deleted, setDeleted] = useState<MailAliasView | null>(null);
  const { list, items, refresh } = useDomainList({
    queryKey: ["mail-aliases", view.id],
    channel,
    read: (query, signal) => api("GET", "/provisioning/mail-aliases", { query: { ...query, domain: view.id }, signal }),
  });
  const afterwards = () => {
    void refresh();
    onDone();
  };
  if (list.error) return <ProblemAlert problem={explain(list.error)} />;
  return (
    <div className="ln-card">
      {rights.create && view.status === "active" ? (
        <Group p={14} justify="flex-end">
          <Button onClick={() => setEdited("new")}>{t("createAlias")}</Button>
        </Group>
      ) : null}
      <DataTable
        label={t("aliases")}
        rows={items}
        idOf={({ id }) => id}
        phone="cards"
        columns={[
          { title: t("address"), isRowHeader: true, cell: ({ address }) => address },
          { title: t("mailGoesTo"), cell: ({ destinations }) => destinations.join(", ") },
          { title: t("state"), cell: ({ status }) => <StatusPill status={status} /> },
          {
            title: t("actions"),
            cell: (alias) => <Actions {...{ alias, rights }} onEdit={setEdited} onDelete={setDeleted} />,
          },
        ]}
        empty={
          list.data ? (
            <EmptyState title={t("noAliasesYet")}>{t("mailForAnAlias", { displayName: view.displayName })}</EmptyState>
          ) : (
            <EmptyState title={t("readingTheAliases")} />
          )
        }
      />
      <OlderButton list={list} label={t("olderAliases")} />
      <Dialogs
        domain={view.displayName}
        {...{ edited, deleted }}
        onDone={afterwards}
        onClose={() => {
          setEdited(null);
          setDeleted(null);
        }}
      />
    </div>
  );
}

type DialogsProps = {
  domain: string;
  edited: MailAliasView | "new" | null;
  deleted: MailAliasView | null;
  onDone: () => void;
  onClose: () => void;
};

function Dialogs({ domain, edited, deleted, onDone, onClose }: DialogsProps) {
  const t = useTranslations("mail.domain");
  return (
    <>
      {edited ? (
        <AliasDialog domain={domain} alias={edited === "new" ? null : edited} onDone={onDone} onClose={onClose} />
      ) : null}
      {deleted ? (
        <ConfirmDialog
          title={t("deleteTheAlias")}
          label={t("delete")}
          onConfirm={() => api("DELETE", "/provisioning/mail-aliases/[id]", { params: { id: deleted.id } })}
          onDone={onDone}
          onClose={onClose}
        >
          <p style={{ margin: 0 }}>{t("mailForIsRefused", { address: deleted.address })}</p>
        </ConfirmDialog>
      ) : null}
    </>
  );
}

type ActionsProps = {
  alias: MailAliasView;
  rights: MailRights;
  onEdit: (alias: MailAliasView) => void;
  onDelete: (alias: MailAliasView) => void;
};

function Actions({ alias, rights, onEdit, onDelete }: ActionsProps) {
  const t = useTranslations("mail.domain");
  const { address, status } = alias;
  return (
    <Group gap="xs" wrap="nowrap">
      {rights.manage && status === "active" ? (
        <Button
          size="compact-xs"
          variant="default"
          aria-label={t("change2", { address })}
          onClick={() => onEdit(alias)}
        >
          {t("change")}
        </Button>
      ) : null}
      {rights.delete && status !== "deleting" ? (
        <Button
          size="compact-xs"
          variant="default"
          aria-label={t("delete2", { address })}
          onClick={() => onDelete(alias)}
        >
          {t("delete")}
        </Button>
      ) : null}
    </Group>
  );
}
