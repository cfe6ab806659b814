"use client";

import { Alert, Button, Select, Stack, TagsInput, TextInput } from "@mantine/core";
import { useState } from "react";
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
import { ConfirmDialog } from "@/components/ui/dialog/confirm-dialog";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { Card } from "@/components/ui/page-frame";
import { toastDone } from "@/components/ui/toast";
import type { ExecutorView } from "@/lib/executors/contract";
import { api } from "@/lib/http/client/api";
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
  const [asked, setAsked] = useState<{ path: string }[] | null>(null);
  const live: Fields = { name: executor.name, templateId: executor.templateId, addresses: executor.addresses };
  const draft = shownFields(edits, live);
  const change = (part: Partial<Fields>) => setEdits((known) => edited(known, live, part));
  const body = { ...changesOf(edits, live), ...expiryOf(lifetime) };
  const elsewhere = changedElsewhere(edits, live);
  const save = (dryRun: boolean) =>
    api("PATCH", "/executors/[id]", { params: { id: executor.id }, body: { ...body, dryRun } });
  async function finish() {
    toastDone("Saved.");
    await onDone();
    setEdits({});
    setLifetime(keep);
  }
  const form = useApiForm({
    initial: {},
    isField: (name) => name === "name" || name === "templateId",
    send: async () => {
      // Another template changes the configuration. The changes are shown first.
      if (body.templateId !== undefined) return (await save(true)).changes;
      await save(false);
      await finish();
      return null;
    },
    onSent: setAsked,
  });
  const isListed = draft.templateId === null || templates.some(({ id }) => id === draft.templateId);
  const choices = isListed ? templates : [...templates, { id: draft.templateId ?? "", name: "Chosen by staff" }];
  const templateData = choices.map((template) => ({ value: template.id, label: template.name }));
  return (
    <>
      <Form form={form}>
        <Stack gap="md" maw={520}>
          <FormProblem form={form} />
          <TextInput
            label="Name"
            value={draft.name}
            onChange={(event) => change({ name: event.currentTarget.value })}
            error={form.errors.name}
          />
          <Select
            label="Template"
            data={templateData}
            value={draft.templateId}
            onChange={(templateId) => change({ templateId })}
            placeholder="None"
            clearable
            clearButtonProps={{ "aria-label": "No template" }}
            error={form.errors.templateId}
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
          <SubmitButton form={form} disabled={Object.keys(body).length === 0} w="fit-content">
            Save changes
          </SubmitButton>
        </Stack>
      </Form>
      {asked ? (
        <TemplateQuestion
          changes={asked}
          onConfirm={async () => {
            await save(false);
            await finish();
          }}
          onClose={() => setAsked(null)}
        />
      ) : null}
    </>
  );
}

/** Pure. */
function expiryOf(lifetime: string): { expiresInDays?: number | null } {
  if (lifetime === keep) return {};
  return { expiresInDays: lifetime === "never" ? null : Number(lifetime) };
}

type QuestionProps = { changes: { path: string }[]; onConfirm: () => Promise<void>; onClose: () => void };

function TemplateQuestion({ changes, onConfirm, onClose }: QuestionProps) {
  const { before, after } = sidesOf(changes);
  return (
    <ConfirmDialog title="Another template" label="Save" isHarmless size="lg" onConfirm={onConfirm} onClose={onClose}>
      {changes.length === 0 ? (
        <p className={classes.hint}>Nothing changes in its configuration.</p>
      ) : (
        <DiffView before={before} after={after} />
      )}
    </ConfirmDialog>
  );
}
