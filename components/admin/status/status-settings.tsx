"use client";

import { Button, Checkbox, Group, Select, Stack, Switch, Textarea, TextInput } from "@mantine/core";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Dialog } from "@/components/ui/dialog/dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { Card, PageFrame } from "@/components/ui/page-frame";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusPill } from "@/components/ui/status-pill";
import { DataTable } from "@/components/ui/table/data-table";
import { toastDone } from "@/components/ui/toast";
import { useAction } from "@/components/ui/use-action";
import { useRefresh } from "@/components/ui/use-refresh";
import { api } from "@/lib/http/client/api";
import type { IncidentInput, IncidentView, StatusPageView, UpdateInput } from "@/lib/status/contract";

type Texts = ReturnType<typeof useTranslations<"admin.status">>;

/** The public status page: on or off, what it shows, and what it reports. */
export function StatusSettings({ page, incidents }: { page: StatusPageView; incidents: IncidentView[] }) {
  const t = useTranslations("admin.status");
  const [isReporting, setReporting] = useState(false);
  const [updated, setUpdated] = useState<IncidentView | null>(null);
  const change = useAction((enabled: boolean) => api("PATCH", "/admin/status-page", { body: { enabled } }), {
    done: (answer) => (answer.enabled ? t("theStatusPageIsPublic") : t("theStatusPageIsOff")),
    refresh: true,
  });
  return (
    <PageFrame
      title={t("statusPage")}
      lead={
        page.enabled
          ? t.rich("everybodyCanReadStatus", {
              link: (chunks) => <Link href="/status">{chunks}</Link>,
              subscribers: page.subscribers,
            })
          : t("thePageIsOff")
      }
      actions={<Button onClick={() => setReporting(true)}>{t("reportAnIncident")}</Button>}
    >
      <Card>
        <Switch
          label={t("publicStatusPage")}
          checked={page.enabled}
          disabled={change.isPending}
          onChange={(event) => change.mutate(event.currentTarget.checked)}
        />
      </Card>
      <Shown page={page} />
      <Incidents incidents={incidents} onUpdate={setUpdated} />
      {isReporting ? <Report onClose={() => setReporting(false)} /> : null}
      {updated ? <Update incident={updated} onClose={() => setUpdated(null)} /> : null}
    </PageFrame>
  );
}

type IncidentsProps = { incidents: IncidentView[]; onUpdate: (incident: IncidentView) => void };

function Incidents({ incidents, onUpdate }: IncidentsProps) {
  const t = useTranslations("admin.status");
  return (
    <Card title={t("incidents")} flush>
      <DataTable
        label={t("incidents")}
        rows={incidents}
        idOf={({ id }) => id}
        phone="cards"
        columns={[
          { title: t("incident"), isRowHeader: true, cell: ({ title }) => title },
          { title: t("impact"), cell: ({ impact }) => impact },
          { title: t("state"), cell: ({ state }) => <StatusPill status={state} /> },
          { title: t("began"), cell: ({ createdAt }) => <RelativeTime at={createdAt} /> },
          {
            title: t("action"),
            cell: (incident) =>
              incident.resolvedAt ? (
                ""
              ) : (
                <Button
                  size="compact-sm"
                  variant="default"
                  onClick={() => onUpdate(incident)}
                  aria-label={t("update2", { title: incident.title })}
                >
                  {t("update")}
                </Button>
              ),
          },
        ]}
        empty={<EmptyState title={t("noIncidents")}>{t("reportOneWhenCustomers")}</EmptyState>}
      />
    </Card>
  );
}

type Draft = { title: string } & Record<string, string | boolean>;

/** Which checks are shown, each under a name that the public understands. */
function Shown({ page }: { page: StatusPageView }) {
  const t = useTranslations("admin.status");
  const refresh = useRefresh();
  const initial: Draft = { title: page.title };
  for (const { name, label } of page.checks) {
    const shown = page.components.find(({ check }) => check === name);
    initial[`show:${name}`] = shown !== undefined;
    initial[`label:${name}`] = shown?.label ?? label;
  }
  const bodyOf = (values: Draft) => ({
    title: values.title,
    components: page.checks
      .filter(({ name }) => values[`show:${name}`] === true)
      .map(({ name }) => ({ check: name, label: String(values[`label:${name}`]) })),
  });
  const form = useApiForm({
    initial,
    toBody: bodyOf,
    schema: () => import("@/lib/status/contract").then((contract) => contract.statusPagePatch),
    send: (values: Draft) => api("PATCH", "/admin/status-page", { body: bodyOf(values) }),
    afterwards: "keep",
    onSent: () => {
      toastDone(t("theStatusPageIs"));
      refresh();
    },
  });
  return (
    <Card title={t("whatItShows")}>
      <Form form={form}>
        <Stack align="flex-start">
          <FormProblem form={form} />
          <TextInput label={t("title")} w="100%" maw={380} {...form.field("title")} />
          {page.checks.map(({ name, label }) => (
            <Group key={name} gap="sm" wrap="nowrap" w="100%">
              <Checkbox label={label} w={210} {...form.check(`show:${name}`)} />
              {form.values[`show:${name}`] ? (
                <TextInput aria-label={t("publicNameOf", { label })} size="xs" {...form.field(`label:${name}`)} />
              ) : null}
            </Group>
          ))}
          <SubmitButton form={form}>{t("save")}</SubmitButton>
        </Stack>
      </Form>
    </Card>
  );
}

const states = (t: Texts) => [
  { value: "investigating", label: t("investigatingTheCauseIs") },
  { value: "identified", label: t("identifiedTheCauseIs") },
  { value: "monitoring", label: t("monitoringItWorksAgain") },
  { value: "resolved", label: t("resolved") },
];
const impacts = (t: Texts) => [
  { value: "minor", label: t("minorSomePartsAre") },
  { value: "major", label: t("majorImportantPartsDo") },
  { value: "maintenance", label: t("maintenancePlannedWork") },
];

function Report({ onClose }: { onClose: () => void }) {
  const t = useTranslations("admin.status");
  const refresh = useRefresh();
  const initial: IncidentInput = { title: "", impact: "minor", state: "investigating", text: "" };
  const form = useApiForm({
    initial,
    schema: () => import("@/lib/status/contract").then((contract) => contract.incidentBody),
    send: (body: IncidentInput) => api("POST", "/admin/status-page/incidents", { body }),
    onSent: () => {
      refresh();
      onClose();
    },
  });
  return (
    <Dialog title={t("reportAnIncident")} onClose={onClose} centered>
      <Form form={form}>
        <Stack>
          <FormProblem form={form} />
          <TextInput label={t("title")} {...form.field("title")} data-autofocus />
          <Select label={t("impact")} data={impacts(t)} {...form.group("impact")} allowDeselect={false} />
          <Select label={t("state")} data={states(t)} {...form.group("state")} allowDeselect={false} />
          <Textarea label={t("whatHappens")} autosize minRows={3} {...form.field("text")} />
          <SubmitButton form={form}>{t("report")}</SubmitButton>
        </Stack>
      </Form>
    </Dialog>
  );
}

function Update({ incident, onClose }: { incident: IncidentView; onClose: () => void }) {
  const t = useTranslations("admin.status");
  const refresh = useRefresh();
  const initial: UpdateInput = { state: incident.state, text: "" };
  const form = useApiForm({
    initial,
    schema: () => import("@/lib/status/contract").then((contract) => contract.updateBody),
    send: (body: UpdateInput) =>
      api("POST", "/admin/status-page/incidents/[id]/updates", { params: { id: incident.id }, body }),
    onSent: () => {
      refresh();
      onClose();
    },
  });
  return (
    <Dialog title={incident.title} onClose={onClose} centered>
      <Form form={form}>
        <Stack>
          <FormProblem form={form} />
          <Select label={t("state")} data={states(t)} {...form.group("state")} allowDeselect={false} />
          <Textarea label={t("whatIsNew")} autosize minRows={3} {...form.field("text")} data-autofocus />
          <SubmitButton form={form}>{t("publish")}</SubmitButton>
        </Stack>
      </Form>
    </Dialog>
  );
}
