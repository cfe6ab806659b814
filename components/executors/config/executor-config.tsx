"use client";

import { Alert, Button, Group, Stack } from "@mantine/core";
import { useState } from "react";
import { DiffView } from "@/components/audit/diff-view";
import classes from "@/components/executors/executors.module.css";
import { ConfigState } from "@/components/executors/fleet/executor-rows";
import { Card } from "@/components/ui/page-frame";
import { toastDone } from "@/components/ui/toast";
import type { ExecutorConfig, ExecutorView, TemplateView } from "@/lib/executors/contract";
import { ApiError, explain } from "@/lib/http/client/problem";
import { api } from "@/lib/http/client/untyped";
import { ConfigFields, errorsUnder } from "./config-fields";
import { ConfigVersions } from "./config-versions";
import { configBelow, configLines, type SetBy, sidesOf, valueText } from "./flat-config";
import { ChangedMeanwhile, useLayerDraft } from "./use-layer-draft";

type Props = {
  executor: ExecutorView;
  template: TemplateView | null;
  base: ExecutorConfig;
  changes: number;
  canManage: boolean;
  onDone: () => Promise<void>;
};

/** The configuration of an executor, the layer of each value, its own layer to edit, and all earlier versions. */
export default function ExecutorConfigTab({ executor, template, base, changes, canManage, onDone }: Props) {
  const below = configBelow(executor, template?.settings, base);
  const newer = template && executor.templateVersion !== null && template.version > executor.templateVersion;
  return (
    <Stack gap="md">
      {executor.drifted ? (
        <Alert color="yellow">
          The executor still uses version {executor.appliedVersion}, but version {executor.configVersion} is assigned.
          It fetches the assigned version at its next heartbeat.
        </Alert>
      ) : null}
      <EffectiveConfig executor={executor} templateName={template?.name ?? null} base={base} />
      {newer ? (
        <p className={classes.hint}>
          {template.name} has a newer version {template.version}; a roll-out applies it here.
        </p>
      ) : null}
      {canManage ? (
        <Card title="Its own settings">
          <OverridesForm executor={executor} below={below} onDone={onDone} />
        </Card>
      ) : null}
      <ConfigVersions executor={executor} changes={changes} canManage={canManage} onDone={onDone} />
    </Stack>
  );
}

function EffectiveConfig({
  executor,
  templateName,
  base,
}: {
  executor: ExecutorView;
  templateName: string | null;
  base: ExecutorConfig;
}) {
  const layers: Record<SetBy, string> = {
    base: "the panel",
    template: `${templateName ?? "template"}, version ${executor.templateVersion ?? 1}`,
    own: "this executor",
  };
  return (
    <Card title="Active configuration" aside={<ConfigState executor={executor} />} flush>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <section className={classes.scroll} aria-label="Active configuration" tabIndex={0}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Setting</th>
              <th scope="col">Value</th>
              <th scope="col">Set by</th>
            </tr>
          </thead>
          <tbody>
            {configLines(executor.config, executor.overrides, base).map(({ path, value, setBy }) => (
              <tr key={path}>
                <th scope="row" className={classes.path}>
                  {path}
                </th>
                <td className={`${classes.mono} ${classes.value}`}>{valueText(value)}</td>
                <td className={classes.dim}>{layers[setBy]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Card>
  );
}

type Preview = ReturnType<typeof sidesOf> & { count: number; version: number };

/** Shows the effect of a change on the active configuration, then saves it. */
function OverridesForm({
  executor,
  below,
  onDone,
}: {
  executor: ExecutorView;
  below: ExecutorConfig;
  onDone: () => Promise<void>;
}) {
  const layer = useLayerDraft({ layer: executor.overrides, version: executor.configVersion });
  const { draft, isChanged } = layer;
  const [looked, setLooked] = useState<Preview | null>(null);
  // The preview is valid for this version only.
  const preview = looked?.version === layer.begun.version ? looked : null;
  const [busy, setBusy] = useState(false);
  const [fields, setFields] = useState<Record<string, string>>({});
  const [problem, setProblem] = useState<string | null>(null);
  async function send(dryRun: boolean) {
    setBusy(true);
    setProblem(null);
    setFields({});
    try {
      const { version } = layer.begun;
      const body = { overrides: draft, dryRun, ifVersion: version };
      const { changes } = await api<{ changes: { path: string }[] }>("PATCH", `/executors/${executor.id}`, { body });
      if (dryRun) setLooked({ ...sidesOf(changes), count: changes.length, version });
      else {
        toastDone("Saved. The executor applies it now, or when it is online again.");
        setLooked(null);
        await onDone();
      }
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
    <Stack gap="md">
      <p className={classes.hint}>
        A value set here overrides the template and the panel. An empty field uses the value of the template or the
        panel.
      </p>
      <ConfigFields
        key={layer.round}
        value={draft}
        below={below}
        errors={errorsUnder("overrides", fields)}
        onChange={(value, isSound) => {
          layer.change(value, isSound);
          setLooked(null);
        }}
      />
      {problem ? (
        <Alert color="red" role="alert" p="sm">
          {problem}
        </Alert>
      ) : null}
      <ChangedMeanwhile draft={layer} />
      {preview ? <PreviewTable preview={preview} /> : null}
      <Group>
        {preview ? (
          <>
            <Button loading={busy} disabled={layer.isConflict} onClick={() => send(false)}>
              Save
            </Button>
            <Button data-local variant="default" onClick={() => setLooked(null)}>
              Continue editing
            </Button>
          </>
        ) : (
          <Button
            variant="default"
            loading={busy}
            disabled={!isChanged || !layer.isSound || layer.isConflict}
            onClick={() => send(true)}
          >
            Show what would change
          </Button>
        )}
      </Group>
    </Stack>
  );
}

function PreviewTable({ preview }: { preview: Preview }) {
  if (preview.count === 0) return <p className={classes.hint}>The active configuration does not change.</p>;
  return <DiffView before={preview.before} after={preview.after} />;
}
