"use client";

import { Alert, Button, Group, Select, Stack, TagsInput, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { DiffView } from "@/components/audit/diff-view";
import {
  changedElsewhere,
  changesOf,
  type Edits,
  edited,
  shownFields,
} from "@/components/executors/config/field-edits";
import { sidesOf } from "@/components/executors/config/flat-config";
import { ExecutorDanger } from "@/components/executors/credentials/executor-danger";
import { Dialog } from "@/components/ui/dialog/dialog";
import { Card } from "@/components/ui/page-frame";
import { toastDone } from "@/components/ui/toast";
import type { ExecutorView } from "@/lib/executors/contract";
import { ApiError, explain } from "@/lib/http/client/problem";
import { api } from "@/lib/http/client/untyped";
import type { TemplateChoice } from "./create-executor";
import classes from "./executors.module.css";

type Props = { executor: ExecutorView; templates: TemplateChoice[]; onDone: () => void | Promise<void> };

const keep = "keep";
const lifetimes = [
  { value: "30", label: "30 days from now" },
  { value: "90", label: "90 days from now" },
  { value: "365", label: "One year from now" },
  { value: "never", label: "Never" },
];

/** Name, template, allowed addresses and expiry, then the actions that cannot be undone. */
export default function ExecutorSettings({ executor, templates, onDone }: Props) {
  return (
    <Stack gap="md">
      {executor.presence === "revoked" ? null : (
        <Card title="Settings">
          <SettingsForm key={executor.id} executor={executor} templates={templates} onDone={onDone} />
        </Card>
      )}
      <ExecutorDanger executor={executor} onDone={onDone} />
    </Stack>
  );
}

type Fields = Pick<ExecutorView, "name" | "templateId" | "addresses">;
const fieldLabels: Record<keyof Fields, string> = { name: "name", templateId: "template", addresses: "addresses" };

function SettingsForm({ executor, templates, onDone }: Props) {
  const [edits, setEdits] = useState<Edits<Fields>>({});
  const [lifetime, setLifetime] = useState(keep);
  const [busy, setBusy] = useState(false);
  const [fields, setFields] = useState<Record<string, string>>({});
  const [problem, setProblem] = useState<string | null>(null);
  const [asked, setAsked] = useState<{ path: string }[] | null>(null);
  const live: Fields = { name: executor.name, templateId: executor.templateId, addresses: executor.addresses };
  const draft = shownFields(edits, live);
  const change = (part: Partial<Fields>) => setEdits((known) => edited(known, live, part));
  const body: Record<string, unknown> = { ...changesOf(edits, live), ...expiryOf(lifetime) };
  const elsewhere = changedElsewhere(edits, live);
  async function send(dryRun: boolean) {
    setBusy(true);
    setProblem(null);
    setFields({});
    try {
      const path = `/executors/${executor.id}`;
      const { changes } = await api<{ changes: { path: string }[] }>("PATCH", path, { body: { ...body, dryRun } });
      if (dryRun) setAsked(changes);
      else {
        setAsked(null);
        toastDone("Saved.");
        await onDone();
        setEdits({});
        setLifetime(keep);
      }
    } catch (error) {
      setAsked(null);
      const found = error instanceof ApiError ? error.fields : {};
      setFields(found);
      const [first] = Object.entries(found).filter(([path]) => !["name", "templateId"].includes(path));
      if (first || Object.keys(found).length === 0) setProblem(first?.[1] ?? explain(error));
    }
    setBusy(false);
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    // Another template changes the configuration. The changes are shown first.
    void send(body.templateId !== undefined);
  }
  const isListed = draft.templateId === null || templates.some(({ id }) => id === draft.templateId);
  const choices = isListed ? templates : [...templates, { id: draft.templateId ?? "", name: "Chosen by staff" }];
  const templateData = choices.map((template) => ({ value: template.id, label: template.name }));
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md" maw={520}>
        {problem ? (
          <Alert color="red" role="alert" p="sm">
            {problem}
          </Alert>
        ) : null}
        <TextInput
          label="Name"
          value={draft.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
          error={fields.name}
        />
        <Select
          label="Template"
          data={templateData}
          value={draft.templateId}
          onChange={(templateId) => change({ templateId })}
          placeholder="None"
          clearable
          clearButtonProps={{ "aria-label": "No template" }}
          error={fields.templateId}
        />
        <TagsInput
          label="Only from these addresses"
          description="Addresses or networks, such as 192.0.2.0/24. Empty: any address."
          value={draft.addresses}
          onChange={(addresses) => change({ addresses })}
        />
        <Select
          label="Expires"
          description={executor.expiresAt ? `Now: ${executor.expiresAt.slice(0, 10)}.` : "Now: never."}
          data={[{ value: keep, label: "No change" }, ...lifetimes]}
          value={lifetime}
          onChange={(value) => value && setLifetime(value)}
          allowDeselect={false}
        />
        {elsewhere.length > 0 ? (
          <Alert color="yellow" role="status" p="sm">
            Changed by somebody else: {elsewhere.map((field) => fieldLabels[field]).join(", ")}. Saving overwrites it
            with your value.{" "}
            <Button data-local size="compact-xs" variant="subtle" onClick={() => setEdits({})}>
              Show the current values
            </Button>
          </Alert>
        ) : null}
        <Button type="submit" loading={busy} disabled={Object.keys(body).length === 0} w="fit-content">
          Save changes
        </Button>
      </Stack>
      {asked ? (
        <TemplateQuestion changes={asked} busy={busy} onConfirm={() => send(false)} onClose={() => setAsked(null)} />
      ) : null}
    </form>
  );
}

/** Pure. */
function expiryOf(lifetime: string): { expiresInDays?: number | null } {
  if (lifetime === keep) return {};
  return { expiresInDays: lifetime === "never" ? null : Number(lifetime) };
}

function TemplateQuestion({
  changes,
  busy,
  onConfirm,
  onClose,
}: {
  changes: { path: string }[];
  busy: boolean;
  onConfirm: () => void;
  onClose: () => void;
}) {
  const { before, after } = sidesOf(changes);
  return (
    <Dialog onClose={onClose} title="Another template" centered size="lg">
      <Stack>
        {changes.length === 0 ? (
          <p className={classes.hint}>Nothing changes in its configuration.</p>
        ) : (
          <DiffView before={before} after={after} />
        )}
        <Group justify="flex-end">
          <Button data-local variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button loading={busy} onClick={onConfirm} data-autofocus>
            Save
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
