"use client";

import { Button, Select, Stack, Switch, TextInput } from "@mantine/core";
import { useLocale, useTimeZone, useTranslations } from "next-intl";
import { useState } from "react";
import { Dialog } from "@/components/ui/dialog/dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { PageFrame } from "@/components/ui/page-frame";
import { StatusPill } from "@/components/ui/status-pill";
import { DataTable } from "@/components/ui/table/data-table";
import { useAction } from "@/components/ui/use-action";
import { useRefresh } from "@/components/ui/use-refresh";
import type { RuleView, SilenceInput, SilenceView } from "@/lib/alerts/contract";
import { api } from "@/lib/http/client/api";

type Texts = ReturnType<typeof useTranslations<"alerts">>;

type Props = { silences: SilenceView[]; rules: RuleView[]; canManage: boolean };

/** Times in which no messages are sent. */
export function SilenceList({ silences, rules, canManage }: Props) {
  const t = useTranslations("alerts");
  const locale = useLocale();
  const timeZone = useTimeZone();
  const [isAdding, setAdding] = useState(false);
  const end = useAction((id: string) => api("DELETE", "/alert-silences/[id]", { params: { id } }), {
    done: t("theSilenceHasEnded"),
    refresh: true,
  });
  const pending = end.isPending ? end.variables : null;
  return (
    <PageFrame
      title={t("silences")}
      lead={t("noMessagesAreSent")}
      actions={canManage ? <Button onClick={() => setAdding(true)}>{t("planASilence")}</Button> : null}
    >
      <section className="ln-card">
        <DataTable
          label={t("silences")}
          rows={silences}
          idOf={({ id }) => id}
          phone="cards"
          columns={[
            { title: t("name"), isRowHeader: true, cell: ({ name }) => name },
            { title: t("state"), cell: ({ isActive }) => <StatusPill status={isActive ? "active" : "planned"} /> },
            { title: t("about"), cell: (item) => aboutOf(t, item) },
            { title: t("from"), cell: ({ startsAt }) => new Date(startsAt).toLocaleString(locale, { timeZone }) },
            { title: t("until"), cell: ({ endsAt }) => new Date(endsAt).toLocaleString(locale, { timeZone }) },
            {
              title: t("eachDay"),
              from: "tablet",
              cell: ({ daily }) =>
                daily ? t("to", { from: daily.from, to: daily.to, timeZone: daily.timeZone }) : t("allDay"),
            },
            canManage
              ? {
                  title: t("action"),
                  cell: ({ id, name }) => (
                    <Button
                      size="compact-sm"
                      variant="default"
                      loading={pending === id}
                      onClick={() => end.mutate(id)}
                      aria-label={t("endTheSilence", { name })}
                    >
                      {t("endNow")}
                    </Button>
                  ),
                }
              : null,
          ]}
          empty={<EmptyState title={t("noSilences")}>{t("planOneBeforeWork")}</EmptyState>}
        />
      </section>
      {isAdding ? <AddSilence rules={rules} onClose={() => setAdding(false)} /> : null}
    </PageFrame>
  );
}

function aboutOf(t: Texts, { rule, subject }: SilenceView): string {
  if (rule) return rule.name;
  return subject ? `${subject.kind}s${subject.id ? ` (${subject.id})` : ""}` : t("allAlerts");
}

type Draft = {
  name: string;
  rule: string | null;
  startsAt: string;
  endsAt: string;
  isDaily: boolean;
  from: string;
  to: string;
};

/** The local time of a field as the API takes it; an empty field stays empty, and the schema says so. */
const iso = (local: string) => (local === "" ? "" : new Date(local).toISOString());

function bodyOf({ name, rule, startsAt, endsAt, isDaily, from, to }: Draft): SilenceInput {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return {
    name,
    startsAt: iso(startsAt),
    endsAt: iso(endsAt),
    ...(rule ? { rule } : {}),
    ...(isDaily ? { daily: { from, to, timeZone } } : {}),
  };
}

/** As a field of date and time takes it, in the viewer's time zone. */
function localTime(atMs: number): string {
  const shifted = new Date(atMs - new Date(atMs).getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 16);
}

function AddSilence({ rules, onClose }: { rules: RuleView[]; onClose: () => void }) {
  const t = useTranslations("alerts");
  const refresh = useRefresh();
  const [now] = useState(() => Date.now());
  const initial: Draft = {
    name: "",
    rule: null,
    startsAt: localTime(now),
    endsAt: localTime(now + 7_200_000),
    isDaily: false,
    from: "23:00",
    to: "01:00",
  };
  const form = useApiForm({
    initial,
    toBody: bodyOf,
    nameOf: (path) => path.replace("daily.", ""),
    schema: () => import("@/lib/alerts/contract").then((contract) => contract.silenceRuleBody),
    send: (values: Draft) => api("POST", "/alert-silences", { body: bodyOf(values) }),
    onSent: () => {
      refresh();
      onClose();
    },
  });
  return (
    <Dialog title={t("planASilence")} onClose={onClose} centered>
      <Form form={form}>
        <Stack>
          <FormProblem form={form} />
          <TextInput label={t("name")} placeholder={t("restartOfTheMachines")} {...form.field("name")} data-autofocus />
          <Select
            label={t("rule")}
            placeholder={t("allRules")}
            data={rules.map(({ id, name }) => ({ value: id, label: name }))}
            clearable
            clearButtonProps={{ "aria-label": t("allRules") }}
            {...form.group("rule")}
          />
          <TextInput type="datetime-local" label={t("from")} {...form.field("startsAt")} />
          <TextInput type="datetime-local" label={t("until")} {...form.field("endsAt")} />
          <Switch label={t("onlyAtSomeHours")} {...form.check("isDaily")} />
          {form.values.isDaily ? (
            <>
              <TextInput type="time" label={t("fromEachDay")} {...form.field("from")} />
              <TextInput type="time" label={t("toEachDay")} {...form.field("to")} />
            </>
          ) : null}
          <SubmitButton form={form}>{t("plan")}</SubmitButton>
        </Stack>
      </Form>
    </Dialog>
  );
}
