"use client";

import { Button } from "@mantine/core";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import rows from "@/components/executors/fleet/executor-rows.module.css";
import { EmptyState } from "@/components/ui/empty-state";
import { PageFrame } from "@/components/ui/page-frame";
import { type Column, DataTable } from "@/components/ui/table/data-table";
import type { ExecutorConfig } from "@/lib/executors/config/contract";
import type { TemplateView } from "@/lib/executors/templates/contract";

type Texts = ReturnType<typeof useTranslations<"executors.templates">>;

const CreateTemplate = dynamic(() => import("./create-template"), { ssr: false });

type Props = {
  items: TemplateView[];
  nextCursor: string | null;
  base: ExecutorConfig;
  canManage: boolean;
  userId: string | null;
};

/** Configurations shared by many executors. */
export function TemplateList({ items, nextCursor, base, canManage, userId }: Props) {
  const t = useTranslations("executors.templates");
  const [creating, setCreating] = useState(false);
  // Staff see the templates of all users.
  const hasOwners = items.some(({ ownerId }) => ownerId !== userId);
  return (
    <PageFrame
      title={t("executorTemplates")}
      lead={t("configurationThatManyExecutors")}
      actions={canManage ? <Button onClick={() => setCreating(true)}>{t("newTemplate")}</Button> : null}
    >
      <div className="ln-card">
        <DataTable
          label={t("templates")}
          columns={columnsOf(t, hasOwners)}
          rows={items}
          idOf={({ id }) => id}
          empty={
            <EmptyState title={t("noTemplatesYet")}>
              {canManage ? (
                <Button mt="xs" onClick={() => setCreating(true)}>
                  {t("createYourFirstTemplate")}
                </Button>
              ) : null}
            </EmptyState>
          }
          next={nextCursor ? { label: t("olderTemplates"), href: `/executors/templates?cursor=${nextCursor}` } : null}
          isMain
        />
      </div>
      {creating ? <CreateTemplate base={base} onClose={() => setCreating(false)} /> : null}
    </PageFrame>
  );
}

function columnsOf(t: Texts, hasOwners: boolean): (Column<TemplateView> | null)[] {
  return [
    {
      title: t("name"),
      isRowHeader: true,
      cell: ({ id, name }) => (
        <Link href={`/executors/templates/${id}`} prefetch={false} className="ln-link">
          {name}
        </Link>
      ),
    },
    hasOwners ? { title: t("owner"), cell: ({ ownerName }) => ownerName } : null,
    { title: t("version3"), className: "ln-figure", cell: ({ version }) => version },
    {
      title: t("rolledOut"),
      className: "ln-figure",
      cell: ({ version, liveVersion }) => (
        <span className={liveVersion < version ? rows.drift : undefined}>{t("version2", { liveVersion })}</span>
      ),
    },
    { title: t("executors"), className: "ln-figure", cell: ({ executors }) => executors },
  ];
}
