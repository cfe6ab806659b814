"use client";

import { Button } from "@mantine/core";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { TemplateChoice } from "@/components/executors/create-executor";
import classes from "@/components/executors/executors.module.css";
import { EmptyState } from "@/components/ui/empty-state";
import { PageFrame } from "@/components/ui/page-frame";
import { useListFilters } from "@/components/ui/table/use-list-filters";
import { useRefresh } from "@/components/ui/use-refresh";
import type { ExecutorConfig } from "@/lib/executors/config/contract";
import type { ExecutorView } from "@/lib/executors/contract";
import type { ProgramInfo } from "@/lib/executors/fleet/contract";
import { ExecutorRows } from "./executor-rows";
import { ListFilters } from "./list-filters";
import { useExecutorChanges } from "./use-executor-changes";

const CreateExecutor = dynamic(() => import("@/components/executors/create-executor"), { ssr: false });

type Props = {
  items: ExecutorView[];
  nextCursor: string | null;
  channel: string;
  templates: TemplateChoice[];
  base: ExecutorConfig;
  program: ProgramInfo | null;
  canCreate: boolean;
};

/**
 * A person's executors, live. The dialog is part of the page, since the list below it changes while the dialog is open.
 */
export function ExecutorList({ items, nextCursor, channel, templates, base, program, canCreate }: Props) {
  const t = useTranslations("executors.fleet");
  const filters = useListFilters();
  const [creating, setCreating] = useState(false);
  const refresh = useRefresh();
  useExecutorChanges(channel, null, refresh);
  const create = canCreate ? <Button onClick={() => setCreating(true)}>{t("newExecutor")}</Button> : null;
  const isEmpty = items.length === 0;
  return (
    <PageFrame title={t("executors")} actions={create}>
      <div className="ln-card">
        {isEmpty && !filters.isFiltered ? null : <ListFilters filters={filters} templates={templates} />}
        {isEmpty ? (
          <EmptyState title={filters.isFiltered ? t("noExecutorMatches") : t("noExecutorsYet")}>
            {filters.isFiltered ? null : (
              <>
                <p className={classes.hint}>{t("anExecutorIsA")}</p>
                {canCreate ? (
                  <Button mt="md" onClick={() => setCreating(true)}>
                    {t("createYourFirstExecutor")}
                  </Button>
                ) : null}
              </>
            )}
          </EmptyState>
        ) : (
          <ExecutorRows
            items={items}
            next={nextCursor ? { label: t("olderExecutors"), href: filters.after(nextCursor) } : null}
          />
        )}
      </div>
      {creating ? (
        <CreateExecutor
          templates={templates}
          base={base}
          program={program}
          channel={channel}
          onClose={() => {
            setCreating(false);
            refresh();
          }}
        />
      ) : null}
    </PageFrame>
  );
}
