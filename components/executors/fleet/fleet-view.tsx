"use client";

import { Button } from "@mantine/core";
import dynamic from "next/dynamic";
import { usePathname, useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { CommandFormView } from "@/components/executors/commands/schema-fields-rules";
import type { TemplateChoice } from "@/components/executors/create-executor";
import { EmptyState } from "@/components/ui/empty-state";
import { PageFrame } from "@/components/ui/page-frame";
import { useListFilters } from "@/components/ui/table/use-list-filters";
import { toastNotice } from "@/components/ui/toast";
import { useAction } from "@/components/ui/use-action";
import { useRefresh } from "@/components/ui/use-refresh";
import type { ExecutorView } from "@/lib/executors/contract";
import type { FleetSummary } from "@/lib/executors/fleet/contract";
import { api } from "@/lib/http/client/api";
import { ExecutorRows } from "./executor-rows";
import { FleetTiles } from "./fleet-tiles";
import fleet from "./fleet-view.module.css";
import { ListFilters } from "./list-filters";
import { useExecutorChanges } from "./use-executor-changes";

const BulkDialog = dynamic(() => import("./bulk-dialog"), { ssr: false });

/** The maximum of one bulk call. */
const maxChosen = 200;

type Props = {
  items: ExecutorView[];
  nextCursor: string | null;
  summary: FleetSummary;
  channel: string;
  templates: TemplateChoice[];
  owners: { id: string; name: string }[];
  types: CommandFormView[];
  canManage: boolean;
};

/** Kept over pages and filters. */
function useSelection() {
  const t = useTranslations("executors.fleet");
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const choose = (ids: string[], isChosen: boolean) => {
    const next = new Set(chosen);
    for (const id of ids) {
      if (!isChosen) next.delete(id);
      else if (next.size < maxChosen) next.add(id);
    }
    if (isChosen && ids.some((id) => !next.has(id))) toastNotice(t("atMostCanBe", { maxChosen }));
    setChosen(next);
  };
  return { chosen, choose, chooseNone: () => setChosen(new Set()) };
}

/** All executors: figures, filters and bulk actions. The selection is kept over pages and filters. */
export function FleetView({ items, nextCursor, summary, channel, templates, owners, types, canManage }: Props) {
  const t = useTranslations("executors.fleet");
  const path = usePathname();
  const params = useSearchParams();
  const filters = useListFilters();
  const { chosen, choose, chooseNone } = useSelection();
  const [acting, setActing] = useState(false);
  const refresh = useRefresh();
  useExecutorChanges(channel, null, refresh);
  const chooseMatching = useAction(() => matchingIds(params), { onDone: (ids) => choose(ids, true) });
  const isEmpty = items.length === 0;
  return (
    <PageFrame title={t("allExecutors")} lead={t("everybodysExecutors")}>
      <FleetTiles summary={summary} path={path} />
      <div className="ln-card">
        <ListFilters
          filters={filters}
          templates={templates}
          versions={summary.versions.map(({ version }) => version)}
          owners={owners}
        />
        {canManage && !isEmpty ? (
          <SelectionBar
            count={chosen.size}
            matching={chooseMatching}
            onNone={chooseNone}
            onAct={() => setActing(true)}
          />
        ) : null}
        {isEmpty ? (
          <EmptyState title={filters.isFiltered ? t("noExecutorMatches") : t("noExecutorsYet")} />
        ) : (
          <ExecutorRows
            items={items}
            selection={canManage ? { chosen, onChange: choose } : undefined}
            showOwner
            next={nextCursor ? { label: t("olderExecutors"), href: filters.after(nextCursor) } : null}
          />
        )}
      </div>
      {acting ? (
        <BulkDialog
          ids={[...chosen]}
          types={types}
          templates={templates}
          onClose={(isDone) => {
            setActing(false);
            if (isDone) chooseNone();
            refresh();
          }}
        />
      ) : null}
    </PageFrame>
  );
}

type BarProps = {
  count: number;
  matching: { isPending: boolean; mutate: () => void };
  onNone: () => void;
  onAct: () => void;
};

function SelectionBar({ count, matching, onNone, onAct }: BarProps) {
  const t = useTranslations("executors.fleet");
  return (
    <div className={fleet.bar} data-active={count > 0 || undefined}>
      <span aria-live="polite" className="ln-figure">
        {count === 0 ? t("noneChosen") : t("chosen", { count })}
      </span>
      <Button size="compact-sm" variant="subtle" loading={matching.isPending} onClick={() => matching.mutate()}>
        {t("chooseAllThatMatch")}
      </Button>
      {count > 0 ? (
        <>
          <Button data-local size="compact-sm" variant="subtle" color="gray" onClick={onNone}>
            {t("chooseNone")}
          </Button>
          <Button size="xs" onClick={onAct}>
            {t("applyAnActionTo", { count })}
          </Button>
        </>
      ) : null}
    </div>
  );
}

/** Ids of executors that match the filters, the newest first, up to the maximum. */
async function matchingIds(params: URLSearchParams): Promise<string[]> {
  const { cursor: _page, ...filters } = Object.fromEntries(params);
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await api("GET", "/executors", { query: { ...filters, limit: 100, cursor } });
    ids.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor && ids.length <= maxChosen);
  return ids;
}
