"use client";

import { Alert, Button, Group, Stack, TextInput } from "@mantine/core";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { DiffView } from "@/components/audit/diff-view";
import { ConfigFields, errorsUnder } from "@/components/executors/config/config-fields";
import { type Edits, edited, shownFields } from "@/components/executors/config/field-edits";
import { flatConfig } from "@/components/executors/config/flat-config";
import { ChangedMeanwhile, useLayerDraft } from "@/components/executors/config/use-layer-draft";
import classes from "@/components/executors/executors.module.css";
import danger from "@/components/servers/settings/danger-zone.module.css";
import { Card } from "@/components/ui/page-frame";
import { toastDone, toastFailure } from "@/components/ui/toast";
import type { ExecutorConfig, TemplateView } from "@/lib/executors/contract";
import { ApiError, explain } from "@/lib/http/client/problem";
import { api } from "@/lib/http/client/untyped";

type Props = {
  template: TemplateView;
  base: ExecutorConfig;
  canManage: boolean;
  onDone: () => Promise<void>;
  onSaved: () => void;
};

/** A template's settings. A change becomes its next version; executors do not change before a roll-out. */
export function TemplateForm({ template, base, canManage, onDone, onSaved }: Props) {
  const live = { name: template.name };
  const [edits, setEdits] = useState<Edits<typeof live>>({});
  const { name } = shownFields(edits, live);
  const layer = useLayerDraft({ layer: template.settings, version: template.version });
  const { draft, isChanged: hasNewSettings } = layer;
  const [busy, setBusy] = useState(false);
  const [fields, setFields] = useState<Record<string, string>>({});
  const [problem, setProblem] = useState<string | null>(null);
  const [was, is] = [flatConfig(template.settings), flatConfig(draft)];
  const hasNewName = name.trim() !== template.name;
  async function save(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    setFields({});
    try {
      const settings = hasNewSettings ? { settings: draft, ifVersion: layer.begun.version } : {};
      const body = { ...(hasNewName ? { name } : {}), ...settings };
      const saved = await api<TemplateView>("PATCH", `/executor-templates/${template.id}`, { body });
      toastDone(hasNewSettings ? `Version ${saved.version} is saved. You can roll it out now or later.` : "Saved.");
      await onDone();
      setEdits({});
      if (hasNewSettings) onSaved();
    } catch (error) {
      // The current values are shown beside the draft, which is kept.
      if (error instanceof ApiError && error.problem.code === "changed_meanwhile") void onDone();
      const found = error instanceof ApiError ? error.fields : {};
      setFields(found);
      setProblem(Object.keys(found).length > 0 ? "Correct the marked fields." : explain(error));
    }
    setBusy(false);
  }
  return (
    <Card title={`Version ${template.version}`}>
      <form onSubmit={save} noValidate>
        <fieldset disabled={!canManage} className={classes.plain}>
          <Stack gap="md">
            <TextInput
              label="Name"
              value={name}
              maw={420}
              onChange={(event) => {
                const { value } = event.currentTarget;
                setEdits((known) => edited(known, live, { name: value }));
              }}
              error={fields.name}
            />
            <ConfigFields
              key={layer.round}
              value={draft}
              below={base}
              errors={errorsUnder("settings", fields)}
              onChange={layer.change}
            />
            {problem ? (
              <Alert color="red" role="alert" p="sm">
                {problem}
              </Alert>
            ) : null}
            <ChangedMeanwhile draft={layer} />
            {hasNewSettings ? <DiffView before={was} after={is} /> : null}
            {canManage ? (
              <Group>
                <Button
                  type="submit"
                  loading={busy}
                  disabled={(!hasNewName && !hasNewSettings) || !layer.isSound || layer.isConflict}
                >
                  {hasNewSettings ? `Save as version ${template.version + 1}` : "Save"}
                </Button>
                <span className={classes.dim}>Executors do not change before a roll-out.</span>
              </Group>
            ) : null}
          </Stack>
        </fieldset>
      </form>
    </Card>
  );
}

/** Deletes a template that no executor follows. */
export function TemplateDanger({ template }: { template: TemplateView }) {
  const router = useRouter();
  const [isAsked, setIsAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  async function remove() {
    setBusy(true);
    try {
      await api("DELETE", `/executor-templates/${template.id}`);
      toastDone(`${template.name} is deleted.`);
      router.push("/executors/templates");
    } catch (error) {
      toastFailure(error);
      setBusy(false);
      setIsAsked(false);
    }
  }
  const isFollowed = template.executors > 0;
  return (
    <div className={`ln-card ${danger.zone}`} style={{ marginTop: "var(--mantine-spacing-md)" }}>
      <div className={danger.action}>
        <div>
          <p className={danger.title}>Delete the template</p>
          <p className={danger.text}>
            {isFollowed
              ? "Executors follow it. Give them another template first."
              : "Its versions and roll-outs are deleted too, and enrolment links that use it end. This cannot be undone."}
          </p>
        </div>
        {isAsked ? (
          <Group gap="xs">
            <Button data-local variant="default" onClick={() => setIsAsked(false)}>
              Keep it
            </Button>
            <Button color="red.9" loading={busy} onClick={remove}>
              Delete permanently
            </Button>
          </Group>
        ) : (
          <Button variant="default" disabled={isFollowed} onClick={() => setIsAsked(true)}>
            Delete
          </Button>
        )}
      </div>
    </div>
  );
}
