"use client";

import { Button, Select } from "@mantine/core";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { useEffect } from "react";
import { EmptyState } from "@/components/ui/empty-state";
import { PageFrame } from "@/components/ui/page-frame";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusPill } from "@/components/ui/status-pill";
import { type Column, DataTable } from "@/components/ui/table/data-table";
import { useListFilters } from "@/components/ui/table/use-list-filters";
import { useAction } from "@/components/ui/use-action";
import { useRefresh } from "@/components/ui/use-refresh";
import type { AlertView } from "@/lib/alerts/contract";
import { api } from "@/lib/http/client/api";
import { formatFigure, SeverityMark } from "./alert-values";
import classes from "./alerts.module.css";

type Texts = ReturnType<typeof useTranslations<"alerts">>;

const refreshMs = 10_000;

const states = (t: Texts) => [
  { value: "open", label: t("open") },
  { value: "firing", label: t("firing") },
  { value: "acknowledged", label: t("acknowledged") },
  { value: "resolved", label: t("ended") },
  { value: "all", label: t("all") },
];
const severities = (t: Texts) => [
  { value: "critical", label: t("critical2") },
  { value: "warning", label: t("warning") },
];

type Props = { items: AlertView[]; nextCursor: string | null };

/** Alerts, the newest first; without a filter those that have not ended. */
export function AlertList({ items, nextCursor }: Props) {
  const locale = useLocale();
  const t = useTranslations("alerts");
  const filters = useListFilters();
  const refresh = useRefresh();
  useEffect(() => {
    const timer = setInterval(refresh, refreshMs);
    return () => clearInterval(timer);
  }, [refresh]);
  const acknowledge = useAction((id: string) => api("POST", "/alerts/[id]/acknowledge", { params: { id }, body: {} }), {
    done: t("theAlertIsAcknowledged"),
    refresh: true,
  });
  return (
    <PageFrame title={t("alerts")} lead={t("anAlertBeginsWhen")}>
      <div className={classes.filters}>
        <Select
          aria-label={t("state")}
          data={states(t)}
          value={filters.get("state") ?? "open"}
          onChange={(value) => filters.change("state", value === "open" ? null : value)}
          allowDeselect={false}
        />
        <Select
          aria-label={t("severity")}
          placeholder={t("anySeverity")}
          data={severities(t)}
          value={filters.get("severity")}
          onChange={(value) => filters.change("severity", value)}
          clearable
          clearButtonProps={{ "aria-label": t("anySeverity") }}
        />
      </div>
      <section className="ln-card">
        <DataTable
          label={t("alerts")}
          columns={columnsFor(locale, t, {
            onAcknowledge: (id) => acknowledge.mutate(id),
            pending: acknowledge.isPending ? acknowledge.variables : null,
          })}
          rows={items}
          idOf={({ id }) => id}
          nameOf={({ subject }) => subject.name}
          phone="cards"
          next={nextCursor ? { label: t("olderAlerts"), href: filters.after(nextCursor) } : null}
          empty={<Empty isFiltered={filters.isFiltered} />}
        />
      </section>
    </PageFrame>
  );
}

function Empty({ isFiltered }: { isFiltered: boolean }) {
  const t = useTranslations("alerts");
  if (isFiltered) return <EmptyState title={t("noAlertMatches")}>{t("changeTheStateOr")}</EmptyState>;
  return (
    <EmptyState title={t("noOpenAlerts")}>
      {t.rich("everyFigureIsWithin", { link: (chunks) => <Link href="/alerts/rules">{chunks}</Link> })}
    </EmptyState>
  );
}

type Acknowledging = { onAcknowledge: (id: string) => void; pending: string | null };

function columnsFor(locale: string, t: Texts, { onAcknowledge, pending }: Acknowledging): Column<AlertView>[] {
  return [
    {
      title: t("alert"),
      isRowHeader: true,
      cell: ({ id, rule, subject }) => (
        <Link href={`/alerts/${id}`} className="ln-link" prefetch={false}>
          {rule.name}: {subject.name}
        </Link>
      ),
    },
    { title: t("severity"), cell: ({ severity }) => <SeverityMark severity={severity} /> },
    {
      title: t("state"),
      cell: ({ state, isFlapping }) => (
        <>
          <StatusPill status={state} />
          {isFlapping ? <span className={classes.note}> {t("flapping")}</span> : null}
        </>
      ),
    },
    {
      title: t("peak"),
      cell: ({ peak, unit }) => (
        <span className="ln-figure">{peak === null ? "–" : formatFigure(locale, unit, peak)}</span>
      ),
    },
    {
      title: t("threshold"),
      from: "tablet",
      cell: ({ threshold, unit, operator }) => (
        <span className="ln-figure">
          {threshold === null ? "–" : `${operator} ${formatFigure(locale, unit, threshold)}`}
        </span>
      ),
    },
    { title: t("since"), cell: ({ startedAt }) => <RelativeTime at={startedAt} /> },
    {
      title: t("action"),
      cell: ({ id, state, acknowledgedBy, subject }) =>
        state === "firing" ? (
          <Button
            size="compact-sm"
            variant="default"
            loading={pending === id}
            onClick={() => onAcknowledge(id)}
            aria-label={t("acknowledgeTheAlertOf", { name: subject.name })}
          >
            {t("acknowledge")}
          </Button>
        ) : (
          <span className={classes.note}>{acknowledgedBy ?? ""}</span>
        ),
    },
  ];
}
