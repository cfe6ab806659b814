"use client";

import { Switch } from "@mantine/core";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { formatDuration, formatFigure } from "@/components/alerts/alert-values";
import classes from "@/components/alerts/alerts.module.css";
import { figureWord, useFigureTexts } from "@/components/alerts/figure-words";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { PageFrame } from "@/components/ui/page-frame";
import { type Column, DataTable } from "@/components/ui/table/data-table";
import { useAction } from "@/components/ui/use-action";
import type { RuleView } from "@/lib/alerts/contract";
import { findMetric } from "@/lib/alerts/figures/contract";
import { api } from "@/lib/http/client/api";

type Texts = ReturnType<typeof useTranslations<"alerts.rules">>;

/** All rules with what they watch; a switch turns one off. */
export function RuleList({ rules, canManage, isStaff }: { rules: RuleView[]; canManage: boolean; isStaff: boolean }) {
  const locale = useLocale();
  const t = useTranslations("alerts.rules");
  const tFigures = useFigureTexts();
  const change = useAction(
    ({ id, enabled }: { id: string; enabled: boolean }) =>
      api("PATCH", "/alert-rules/[id]", { params: { id }, body: { enabled } }),
    { refresh: true },
  );
  const pending = change.isPending ? change.variables.id : null;
  return (
    <PageFrame
      title={t("alertRules")}
      lead={isStaff ? t("rulesOfThePanel") : t("yourRulesAreAbout")}
      actions={canManage ? <LinkButton href="/alerts/rules/new">{t("newRule")}</LinkButton> : null}
    >
      <section className="ln-card">
        <DataTable
          label={t("alertRules")}
          rows={rules}
          idOf={({ id }) => id}
          phone="cards"
          columns={[
            ...describing(locale, t, tFigures),
            isStaff ? { title: t("owner"), from: "desktop", cell: ({ owner }) => owner?.name ?? t("panel") } : null,
            {
              title: t("on"),
              cell: ({ id, name, enabled }) => (
                <Switch
                  aria-label={t("isOn", { name })}
                  checked={enabled}
                  disabled={!canManage || pending === id}
                  onChange={(event) => change.mutate({ id, enabled: event.currentTarget.checked })}
                />
              ),
            },
          ]}
          empty={<EmptyState title={t("noRulesYet")}>{t("makeOneItIs")}</EmptyState>}
        />
      </section>
    </PageFrame>
  );
}

const describing = (locale: string, t: Texts, tFigures: Parameters<typeof figureWord>[0]): Column<RuleView>[] => [
  {
    title: t("rule"),
    isRowHeader: true,
    cell: ({ id, name, firing }) => (
      <Link href={`/alerts/rules/${id}`} className="ln-link" prefetch={false}>
        {name}
        {firing > 0 ? <span className={classes.note}> {t("open", { firing })}</span> : null}
      </Link>
    ),
  },
  {
    title: t("watches"),
    cell: ({ subject, metric }) => `${figureWord(tFigures, subject.kind, metric)}, ${kindOf(t, subject)}`,
  },
  { title: t("warning2"), cell: (rule) => thresholdOf(locale, rule, rule.warning) },
  { title: t("critical2"), cell: (rule) => thresholdOf(locale, rule, rule.critical) },
  {
    title: t("for"),
    from: "tablet",
    cell: ({ forSeconds }) => (forSeconds === 0 ? t("atOnce2") : formatDuration(forSeconds)),
  },
];

/** "machine" for one object, "machines" for all. */
function kindOf(t: Texts, { kind, id }: RuleView["subject"]): string {
  const count = id ? 1 : 2;
  const words: Record<typeof kind, string> = {
    machine: t("machines", { count }),
    server: t("servers", { count }),
    executor: t("executors", { count }),
    service: t("services", { count }),
    check: t("checks", { count }),
    panel: t("panel"),
  };
  return words[kind];
}

function thresholdOf(locale: string, { subject, metric, operator }: RuleView, value: number | null) {
  if (value === null) return "–";
  const unit = findMetric(subject.kind, metric)?.unit ?? "count";
  return <span className="ln-figure">{`${operator} ${formatFigure(locale, unit, value)}`}</span>;
}
