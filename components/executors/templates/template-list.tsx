"use client";

import { Button } from "@mantine/core";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useState } from "react";
import rows from "@/components/executors/fleet/executor-rows.module.css";
import { EmptyState } from "@/components/ui/empty-state";
import { PageFrame } from "@/components/ui/page-frame";
import { type Column, DataTable } from "@/components/ui/table/data-table";
import type { ExecutorConfig } from "@/lib/executors/config/contract";
import type { TemplateView } from "@/lib/executors/templates/contract";

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
  const [creating, setCreating] = useState(false);
  // Staff see the templates of all users.
  const hasOwners = items.some(({ ownerId }) => ownerId !== userId);
  return (
    <PageFrame
      title="Executor templates"
      lead="Configuration that many executors share. A roll-out applies a change to them, one share at a time."
      actions={canManage ? <Button onClick={() => setCreating(true)}>New template</Button> : null}
    >
      <div className="ln-card">
        <DataTable
          label="Templates"
          columns={columnsOf(hasOwners)}
          rows={items}
          idOf={({ id }) => id}
          empty={
            <EmptyState title="No templates yet.">
              {canManage ? (
                <Button mt="xs" onClick={() => setCreating(true)}>
                  Create your first template
                </Button>
              ) : null}
            </EmptyState>
          }
          next={nextCursor ? { label: "Older templates", href: `/executors/templates?cursor=${nextCursor}` } : null}
          isMain
        />
      </div>
      {creating ? <CreateTemplate base={base} onClose={() => setCreating(false)} /> : null}
    </PageFrame>
  );
}

function columnsOf(hasOwners: boolean): (Column<TemplateView> | null)[] {
  return [
    {
      title: "Name",
      isRowHeader: true,
      cell: ({ id, name }) => (
        <Link href={`/executors/templates/${id}`} prefetch={false} className="ln-link">
          {name}
        </Link>
      ),
    },
    hasOwners ? { title: "Owner", cell: ({ ownerName }) => ownerName } : null,
    { title: "Version", className: "ln-figure", cell: ({ version }) => version },
    {
      title: "Rolled out",
      className: "ln-figure",
      cell: ({ version, liveVersion }) => (
        <span className={liveVersion < version ? rows.drift : undefined}>version {liveVersion}</span>
      ),
    },
    { title: "Executors", className: "ln-figure", cell: ({ executors }) => executors },
  ];
}
