"use client";

import { Button, Checkbox, Group, Select, Stack, Switch, Textarea, TextInput } from "@mantine/core";
import Link from "next/link";
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

/** The public status page: on or off, what it shows, and what it reports. */
export function StatusSettings({ page, incidents }: { page: StatusPageView; incidents: IncidentView[] }) {
  const [isReporting, setReporting] = useState(false);
  const [updated, setUpdated] = useState<IncidentView | null>(null);
  const change = useAction((enabled: boolean) => api("PATCH", "/admin/status-page", { body: { enabled } }), {
    done: (answer) => (answer.enabled ? "The status page is public." : "The status page is off."),
    refresh: true,
  });
  return (
    <PageFrame
      title="Status page"
      lead={
        page.enabled ? (
          <>
            Everybody can read <Link href="/status">/status</Link>. {page.subscribers}{" "}
            {page.subscribers === 1 ? "address gets" : "addresses get"} updates by mail.
          </>
        ) : (
          "The page is off: /status does not exist."
        )
      }
      actions={<Button onClick={() => setReporting(true)}>Report an incident</Button>}
    >
      <Card>
        <Switch
          label="Public status page"
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
  return (
    <Card title="Incidents" flush>
      <DataTable
        label="Incidents"
        rows={incidents}
        idOf={({ id }) => id}
        phone="cards"
        columns={[
          { title: "Incident", isRowHeader: true, cell: ({ title }) => title },
          { title: "Impact", cell: ({ impact }) => impact },
          { title: "State", cell: ({ state }) => <StatusPill status={state} /> },
          { title: "Began", cell: ({ createdAt }) => <RelativeTime at={createdAt} /> },
          {
            title: "Action",
            cell: (incident) =>
              incident.resolvedAt ? (
                ""
              ) : (
                <Button
                  size="compact-sm"
                  variant="default"
                  onClick={() => onUpdate(incident)}
                  aria-label={`Update ${incident.title}`}
                >
                  Update
                </Button>
              ),
          },
        ]}
        empty={<EmptyState title="No incidents.">Report one when customers should know of it.</EmptyState>}
      />
    </Card>
  );
}

type Draft = { title: string } & Record<string, string | boolean>;

/** Which checks are shown, each under a name that the public understands. */
function Shown({ page }: { page: StatusPageView }) {
  const refresh = useRefresh();
  const initial: Draft = { title: page.title };
  for (const { name, label } of page.checks) {
    const shown = page.components.find(({ check }) => check === name);
    initial[`show ${name}`] = shown !== undefined;
    initial[`label ${name}`] = shown?.label ?? label;
  }
  const bodyOf = (values: Draft) => ({
    title: values.title,
    components: page.checks
      .filter(({ name }) => values[`show ${name}`] === true)
      .map(({ name }) => ({ check: name, label: String(values[`label ${name}`]) })),
  });
  const form = useApiForm({
    initial,
    toBody: bodyOf,
    schema: () => import("@/lib/status/contract").then((contract) => contract.statusPagePatch),
    send: (values: Draft) => api("PATCH", "/admin/status-page", { body: bodyOf(values) }),
    afterwards: "keep",
    onSent: () => {
      toastDone("The status page is saved.");
      refresh();
    },
  });
  return (
    <Card title="What it shows">
      <Form form={form}>
        <Stack align="flex-start">
          <FormProblem form={form} />
          <TextInput label="Title" w="100%" maw={380} {...form.field("title")} />
          {page.checks.map(({ name, label }) => (
            <Group key={name} gap="sm" wrap="nowrap" w="100%">
              <Checkbox label={label} w={210} {...form.check(`show ${name}`)} />
              {form.values[`show ${name}`] ? (
                <TextInput aria-label={`Public name of ${label}`} size="xs" {...form.field(`label ${name}`)} />
              ) : null}
            </Group>
          ))}
          <SubmitButton form={form}>Save</SubmitButton>
        </Stack>
      </Form>
    </Card>
  );
}

const states = [
  { value: "investigating", label: "investigating: the cause is not known" },
  { value: "identified", label: "identified: the cause is known" },
  { value: "monitoring", label: "monitoring: it works again, we watch it" },
  { value: "resolved", label: "resolved" },
];
const impacts = [
  { value: "minor", label: "minor: some parts are affected" },
  { value: "major", label: "major: important parts do not work" },
  { value: "maintenance", label: "maintenance: planned work" },
];

function Report({ onClose }: { onClose: () => void }) {
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
    <Dialog title="Report an incident" onClose={onClose} centered>
      <Form form={form}>
        <Stack>
          <FormProblem form={form} />
          <TextInput label="Title" {...form.field("title")} data-autofocus />
          <Select label="Impact" data={impacts} {...form.group("impact")} allowDeselect={false} />
          <Select label="State" data={states} {...form.group("state")} allowDeselect={false} />
          <Textarea label="What happens" autosize minRows={3} {...form.field("text")} />
          <SubmitButton form={form}>Report</SubmitButton>
        </Stack>
      </Form>
    </Dialog>
  );
}

function Update({ incident, onClose }: { incident: IncidentView; onClose: () => void }) {
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
          <Select label="State" data={states} {...form.group("state")} allowDeselect={false} />
          <Textarea label="What is new" autosize minRows={3} {...form.field("text")} data-autofocus />
          <SubmitButton form={form}>Publish</SubmitButton>
        </Stack>
      </Form>
    </Dialog>
  );
}
