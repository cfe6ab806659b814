"use client";

import { Button, Select, Stack, Switch, TextInput } from "@mantine/core";
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

type Props = { silences: SilenceView[]; rules: RuleView[]; canManage: boolean };

/** Times in which no messages are sent. */
export function SilenceList({ silences, rules, canManage }: Props) {
  const [isAdding, setAdding] = useState(false);
  const end = useAction((id: string) => api("DELETE", "/alert-silences/[id]", { params: { id } }), {
    done: "The silence has ended.",
    refresh: true,
  });
  const pending = end.isPending ? end.variables : null;
  return (
    <PageFrame
      title="Silences"
      lead="No messages are sent in these times. What still fires at the end is reported in one message."
      actions={canManage ? <Button onClick={() => setAdding(true)}>Plan a silence</Button> : null}
    >
      <section className="ln-card">
        <DataTable
          label="Silences"
          rows={silences}
          idOf={({ id }) => id}
          phone="cards"
          columns={[
            { title: "Name", isRowHeader: true, cell: ({ name }) => name },
            { title: "State", cell: ({ isActive }) => <StatusPill status={isActive ? "active" : "planned"} /> },
            { title: "About", cell: aboutOf },
            { title: "From", cell: ({ startsAt }) => new Date(startsAt).toLocaleString() },
            { title: "Until", cell: ({ endsAt }) => new Date(endsAt).toLocaleString() },
            {
              title: "Each day",
              from: "tablet",
              cell: ({ daily }) => (daily ? `${daily.from} to ${daily.to}, ${daily.timeZone}` : "all day"),
            },
            canManage
              ? {
                  title: "Action",
                  cell: ({ id, name }) => (
                    <Button
                      size="compact-sm"
                      variant="default"
                      loading={pending === id}
                      onClick={() => end.mutate(id)}
                      aria-label={`End the silence ${name}`}
                    >
                      End now
                    </Button>
                  ),
                }
              : null,
          ]}
          empty={
            <EmptyState title="No silences.">Plan one before work that makes alerts, such as a restart.</EmptyState>
          }
        />
      </section>
      {isAdding ? <AddSilence rules={rules} onClose={() => setAdding(false)} /> : null}
    </PageFrame>
  );
}

function aboutOf({ rule, subject }: SilenceView): string {
  if (rule) return rule.name;
  return subject ? `${subject.kind}s${subject.id ? ` (${subject.id})` : ""}` : "all alerts";
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
    <Dialog title="Plan a silence" onClose={onClose} centered>
      <Form form={form}>
        <Stack>
          <FormProblem form={form} />
          <TextInput label="Name" placeholder="Restart of the machines" {...form.field("name")} data-autofocus />
          <Select
            label="Rule"
            placeholder="All rules"
            data={rules.map(({ id, name }) => ({ value: id, label: name }))}
            clearable
            clearButtonProps={{ "aria-label": "All rules" }}
            {...form.group("rule")}
          />
          <TextInput type="datetime-local" label="From" {...form.field("startsAt")} />
          <TextInput type="datetime-local" label="Until" {...form.field("endsAt")} />
          <Switch label="Only at some hours of each day" {...form.check("isDaily")} />
          {form.values.isDaily ? (
            <>
              <TextInput type="time" label="From, each day" {...form.field("from")} />
              <TextInput type="time" label="To, each day" {...form.field("to")} />
            </>
          ) : null}
          <SubmitButton form={form}>Plan</SubmitButton>
        </Stack>
      </Form>
    </Dialog>
  );
}
