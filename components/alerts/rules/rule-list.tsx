"use client";

import { Switch } from "@mantine/core";
import Link from "next/link";
import { formatDuration, formatFigure } from "@/components/alerts/alert-values";
import classes from "@/components/alerts/alerts.module.css";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { PageFrame } from "@/components/ui/page-frame";
import { type Column, DataTable } from "@/components/ui/table/data-table";
import { useAction } from "@/components/ui/use-action";
import type { RuleView } from "@/lib/alerts/contract";
import { alertSubjects, findMetric } from "@/lib/alerts/figures/contract";
import { api } from "@/lib/http/client/api";

/** All rules with what they watch; a switch turns one off. */
export function RuleList({ rules, canManage, isStaff }: { rules: RuleView[]; canManage: boolean; isStaff: boolean }) {
  const change = useAction(
    ({ id, enabled }: { id: string; enabled: boolean }) =>
      api("PATCH", "/alert-rules/[id]", { params: { id }, body: { enabled } }),
    { refresh: true },
  );
  const pending = change.isPending ? change.variables.id : null;
  return (
    <PageFrame
      title="Alert rules"
      lead={
        isStaff
          ? "Rules of the panel are about everybody's objects; their messages go to the administrators."
          : "Your rules are about your own objects."
      }
      actions={canManage ? <LinkButton href="/alerts/rules/new">New rule</LinkButton> : null}
    >
      <section className="ln-card">
        <DataTable
          label="Alert rules"
          rows={rules}
          idOf={({ id }) => id}
          phone="cards"
          columns={[
            ...describing,
            isStaff ? { title: "Owner", from: "desktop", cell: ({ owner }) => owner?.name ?? "panel" } : null,
            {
              title: "On",
              cell: ({ id, name, enabled }) => (
                <Switch
                  aria-label={`${name} is on`}
                  checked={enabled}
                  disabled={!canManage || pending === id}
                  onChange={(event) => change.mutate({ id, enabled: event.currentTarget.checked })}
                />
              ),
            },
          ]}
          empty={
            <EmptyState title="No rules yet.">Make one: it is tried on the stored data before it is saved.</EmptyState>
          }
        />
      </section>
    </PageFrame>
  );
}

const describing: Column<RuleView>[] = [
  {
    title: "Rule",
    isRowHeader: true,
    cell: ({ id, name, firing }) => (
      <Link href={`/alerts/rules/${id}`} className="ln-link" prefetch={false}>
        {name}
        {firing > 0 ? <span className={classes.note}> {firing} open</span> : null}
      </Link>
    ),
  },
  {
    title: "Watches",
    cell: ({ subject, metric }) => `${findMetric(subject.kind, metric)?.label ?? metric}, ${kindOf(subject)}`,
  },
  { title: "Warning", cell: (rule) => thresholdOf(rule, rule.warning) },
  { title: "Critical", cell: (rule) => thresholdOf(rule, rule.critical) },
  {
    title: "For",
    from: "tablet",
    cell: ({ forSeconds }) => (forSeconds === 0 ? "at once" : formatDuration(forSeconds)),
  },
];

/** "machine" for one object, "machines" for all. */
function kindOf({ kind, id }: RuleView["subject"]): string {
  const label = alertSubjects[kind].label.toLowerCase();
  return kind === "panel" || id ? label : `${label}s`;
}

function thresholdOf({ subject, metric, operator }: RuleView, value: number | null) {
  if (value === null) return "–";
  const unit = findMetric(subject.kind, metric)?.unit ?? "count";
  return <span className="ln-figure">{`${operator} ${formatFigure(unit, value)}`}</span>;
}
