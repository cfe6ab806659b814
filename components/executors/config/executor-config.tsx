"use client";

import { Alert, Button, Group, Stack } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { DiffView } from "@/components/audit/diff-view";
import classes from "@/components/executors/executors.module.css";
import { ConfigState } from "@/components/executors/fleet/executor-rows";
import { placeErrors } from "@/components/ui/form/place-errors";
import { Card } from "@/components/ui/page-frame";
import { type Column, DataTable } from "@/components/ui/table/data-table";
import { toastDone } from "@/components/ui/toast";
import type { ExecutorConfig } from "@/lib/executors/config/contract";
import type { ExecutorView } from "@/lib/executors/contract";
import type { TemplateView } from "@/lib/executors/templates/contract";
import { api } from "@/lib/http/client/api";
import { onlyWhen } from "@/lib/http/client/problem";
import { ConfigFields, errorsUnder } from "./config-fields";
import { ConfigVersions } from "./config-versions";
import { configBelow, configLines, type SetBy, sidesOf, valueText } from "./flat-config";
import { SaveProblem } from "./save-problem";
import { ChangedMeanwhile, useLayerDraft } from "./use-layer-draft";

type Props = {
  executor: ExecutorView;
  template: TemplateView | null;
  base: ExecutorConfig;
  canManage: boolean;
  onDone: () => Promise<void>;
};

/** The configuration of an executor, the layer of each value, its own layer to edit, and all earlier versions. */
export default function ExecutorConfigTab({ executor, template, base, canManage, onDone }: Props) {
  const t = useTranslations("executors.config");
  const below = configBelow(executor, template?.settings, base);
  const newer = template && executor.templateVersion !== null && template.version > executor.templateVersion;
  return (
    <Stack gap="md">
      {executor.drifted ? (
        <Alert color="yellow">
          {t("theExecutorStillUses", {
            appliedVersion: executor.appliedVersion ?? "",
            configVersion: executor.configVersion,
          })}
        </Alert>
      ) : null}
      <EffectiveConfig executor={executor} templateName={template?.name ?? null} base={base} />
      {newer ? (
        <p className={classes.hint}>{t("hasANewerVersion", { name: template.name, version: template.version })}</p>
      ) : null}
      {canManage ? (
        <Card title={t("itsOwnSettings")}>
          <OverridesForm executor={executor} below={below} onDone={onDone} />
        </Card>
      ) : null}
      <ConfigVersions executor={executor} canManage={canManage} onDone={onDone} />
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
  const t = useTranslations("executors.config");
  const layers: Record<SetBy, string> = {
    base: t("thePanel"),
    template: t("versionOf", { name: templateName ?? t("template"), version: executor.templateVersion ?? 1 }),
    own: t("thisExecutor"),
  };
  const columns: Column<ReturnType<typeof configLines>[number]>[] = [
    { title: t("setting"), isRowHeader: true, className: classes.path, cell: ({ path }) => path },
    { title: t("value2"), className: `${classes.mono} ${classes.value}`, cell: ({ value }) => valueText(value) },
    { title: t("setBy"), className: classes.dim, cell: ({ setBy }) => layers[setBy] },
  ];
  return (
    <Card title={t("activeConfiguration")} aside={<ConfigState executor={executor} />} flush>
      <DataTable
        label={t("activeConfiguration")}
        columns={columns}
        rows={configLines(executor.config, executor.overrides, base)}
        idOf={({ path }) => path}
      />
    </Card>
  );
}

type Preview = ReturnType<typeof sidesOf> & { count: number; version: number };

type Draft = ReturnType<typeof useLayerDraft>;

/** Saves the layer, or only asks what it would change. The preview is valid for the version that it was made for. */
function useSaveOverrides(executor: ExecutorView, { begun, draft }: Draft, onDone: () => Promise<void>) {
  const t = useTranslations("executors.config");
  const [looked, setLooked] = useState<Preview | null>(null);
  const save = useMutation({
    mutationFn: async (dryRun: boolean) => {
      const { version } = begun;
      const { changes } = await api("PATCH", "/executors/[id]", {
        params: { id: executor.id },
        body: { overrides: draft, dryRun, ifVersion: version },
        // The current values are shown beside the draft, which is kept.
      }).catch(onlyWhen("changed_meanwhile", onDone));
      if (!dryRun) await onDone();
      return { ...sidesOf(changes), count: changes.length, version };
    },
    onSuccess: (found, dryRun) => {
      setLooked(dryRun ? found : null);
      if (!dryRun) toastDone(t("savedTheExecutorApplies"));
    },
  });
  return { save, preview: looked?.version === begun.version ? looked : null, closePreview: () => setLooked(null) };
}

type OverridesProps = { executor: ExecutorView; below: ExecutorConfig; onDone: () => Promise<void> };

/** Shows the effect of a change on the active configuration, then saves it. */
function OverridesForm({ executor, below, onDone }: OverridesProps) {
  const t = useTranslations("executors.config");
  const layer = useLayerDraft({ layer: executor.overrides, version: executor.configVersion });
  const { draft, isChanged } = layer;
  const { save, preview, closePreview } = useSaveOverrides(executor, layer, onDone);
  const placed = save.error ? placeErrors(save.error, (path) => path.startsWith("overrides.")) : null;
  const errors = placed?.fields ?? {};
  return (
    <Stack gap="md">
      <p className={classes.hint}>{t("aValueSetHere")}</p>
      <ConfigFields
        key={layer.round}
        value={draft}
        below={below}
        errors={errorsUnder("overrides", errors)}
        onChange={(value, isSound) => {
          layer.change(value, isSound);
          closePreview();
        }}
      />
      <SaveProblem form={{ problem: placed?.rest ?? null, errors }} />
      <ChangedMeanwhile draft={layer} />
      {preview ? <PreviewTable preview={preview} /> : null}
      <Group>
        {preview ? (
          <>
            <Button loading={save.isPending} disabled={layer.isConflict} onClick={() => save.mutate(false)}>
              {t("save")}
            </Button>
            <Button data-local variant="default" onClick={closePreview}>
              {t("continueEditing")}
            </Button>
          </>
        ) : (
          <Button
            variant="default"
            loading={save.isPending}
            disabled={!isChanged || !layer.isSound || layer.isConflict}
            onClick={() => save.mutate(true)}
          >
            {t("showWhatWouldChange")}
          </Button>
        )}
      </Group>
    </Stack>
  );
}

function PreviewTable({ preview }: { preview: Preview }) {
  const t = useTranslations("executors.config");
  if (preview.count === 0) return <p className={classes.hint}>{t("theActiveConfigurationDoes")}</p>;
  return <DiffView before={preview.before} after={preview.after} />;
}
