"use client";

import { Button } from "@mantine/core";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useState } from "react";
import classes from "@/components/executors/executors.module.css";
import rows from "@/components/executors/fleet/executor-rows.module.css";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { PageFrame } from "@/components/ui/page-frame";
import type { ExecutorConfig, TemplateView } from "@/lib/executors/contract";

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
        {items.length === 0 ? (
          <EmptyState title="No templates yet.">
            {canManage ? (
              <Button mt="xs" onClick={() => setCreating(true)}>
                Create your first template
              </Button>
            ) : null}
          </EmptyState>
        ) : (
          <div className={rows.scroll}>
            <table className={rows.table}>
              <thead>
                <tr>
                  <th scope="col">Name</th>
                  {hasOwners ? <th scope="col">Owner</th> : null}
                  <th scope="col">Version</th>
                  <th scope="col">Rolled out</th>
                  <th scope="col">Executors</th>
                </tr>
              </thead>
              <tbody>
                {items.map((template) => (
                  <tr key={template.id}>
                    <th scope="row" className={rows.name}>
                      <Link href={`/executors/templates/${template.id}`} prefetch={false} className="ln-link">
                        {template.name}
                      </Link>
                    </th>
                    {hasOwners ? <td>{template.ownerName}</td> : null}
                    <td className="ln-figure">{template.version}</td>
                    <td className="ln-figure">
                      {template.liveVersion < template.version ? (
                        <span className={rows.drift}>version {template.liveVersion}</span>
                      ) : (
                        `version ${template.liveVersion}`
                      )}
                    </td>
                    <td className="ln-figure">{template.executors}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
        {nextCursor ? (
          <div className={classes.foot}>
            <LinkButton variant="default" href={`/executors/templates?cursor=${nextCursor}`}>
              Older templates
            </LinkButton>
          </div>
        ) : null}
      </div>
      {creating ? <CreateTemplate base={base} onClose={() => setCreating(false)} /> : null}
    </PageFrame>
  );
}
