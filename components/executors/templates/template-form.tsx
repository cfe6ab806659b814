"use client";

import { Button, Group, Stack, TextInput } from "@mantine/core";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { DiffView } from "@/components/audit/diff-view";
import { ConfigFields, errorsUnder } from "@/components/executors/config/config-fields";
import { type Edits, edited, shownFields } from "@/components/executors/config/field-edits";
import { flatConfig } from "@/components/executors/config/flat-config";
import { SaveProblem } from "@/components/executors/config/save-problem";
import { ChangedMeanwhile, useLayerDraft } from "@/components/executors/config/use-layer-draft";
import classes from "@/components/executors/executors.module.css";
import danger from "@/components/ui/danger/danger-actions.module.css";
import { ConfirmDialog } from "@/components/ui/dialog/confirm-dialog";
import { Form, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { Card } from "@/components/ui/page-frame";
import { toastDone } from "@/components/ui/toast";
import type { ExecutorConfig } from "@/lib/executors/config/contract";
import type { TemplateView } from "@/lib/executors/templates/contract";
import { api } from "@/lib/http/client/api";
import { onlyWhen } from "@/lib/http/client/problem";

type Texts = ReturnType<typeof useTranslations<"executors.templates">>;

const deletionText = (t: Texts) => t("itsVersionsAndRoll");

type Props = {
  template: TemplateView;
  base: ExecutorConfig;
  canManage: boolean;
  onDone: () => Promise<void>;
  onSaved: () => void;
};

function useTemplateForm({ template, onDone, onSaved }: Props) {
  const t = useTranslations("executors.templates");
  const live = { name: template.name };
  const [edits, setEdits] = useState<Edits<typeof live>>({});
  const { name } = shownFields(edits, live);
  const layer = useLayerDraft({ layer: template.settings, version: template.version });
  const { draft, isChanged: hasNewSettings } = layer;
  const hasNewName = name.trim() !== template.name;
  const form = useApiForm({
    initial: {},
    isField: (path) => path === "name" || path.startsWith("settings."),
    send: async () => {
      const settings = hasNewSettings ? { settings: draft, ifVersion: layer.begun.version } : {};
      const body = { ...(hasNewName ? { name } : {}), ...settings };
      const saved = await api("PATCH", "/executor-templates/[id]", { params: { id: template.id }, body }).catch(
        // The current values are shown beside the draft, which is kept.
        onlyWhen("changed_meanwhile", onDone),
      );
      await onDone();
      return saved;
    },
    onSent: ({ version }) => {
      toastDone(hasNewSettings ? t("versionIsSavedYou", { version }) : t("saved"));
      setEdits({});
      if (hasNewSettings) onSaved();
    },
  });
  const changeName = (value: string) => setEdits((known) => edited(known, live, { name: value }));
  return { form, layer, name, changeName, hasNewName, hasNewSettings };
}

/** A template's settings. A change becomes its next version; executors do not change before a roll-out. */
export function TemplateForm(props: Props) {
  const t = useTranslations("executors.templates");
  const { template, base, canManage } = props;
  const { form, layer, name, changeName, hasNewName, hasNewSettings } = useTemplateForm(props);
  const [was, is] = [flatConfig(template.settings), flatConfig(layer.draft)];
  return (
    <Card title={t("version", { version: template.version })}>
      <Form form={form}>
        <fieldset disabled={!canManage} className={classes.plain}>
          <Stack gap="md">
            <TextInput
              label={t("name")}
              value={name}
              maw={420}
              onChange={(event) => changeName(event.currentTarget.value)}
              error={form.errors.name}
            />
            <ConfigFields
              key={layer.round}
              value={layer.draft}
              below={base}
              errors={errorsUnder("settings", form.errors)}
              onChange={layer.change}
            />
            <SaveProblem form={form} />
            <ChangedMeanwhile draft={layer} />
            {hasNewSettings ? <DiffView before={was} after={is} /> : null}
            {canManage ? (
              <Group>
                <SubmitButton
                  form={form}
                  disabled={(!hasNewName && !hasNewSettings) || !layer.isSound || layer.isConflict}
                >
                  {hasNewSettings ? t("saveAsVersion", { version: template.version + 1 }) : t("save")}
                </SubmitButton>
                <span className={classes.dim}>{t("executorsDoNotChange")}</span>
              </Group>
            ) : null}
          </Stack>
        </fieldset>
      </Form>
    </Card>
  );
}

/** Deletes a template that no executor follows. */
export function TemplateDanger({ template }: { template: TemplateView }) {
  const t = useTranslations("executors.templates");
  const router = useRouter();
  const [isAsked, setIsAsked] = useState(false);
  const isFollowed = template.executors > 0;
  return (
    <div className={`ln-card ${danger.zone}`} style={{ marginTop: "var(--mantine-spacing-md)" }}>
      <div className={danger.action}>
        <div>
          <p className={danger.title}>{t("deleteTheTemplate")}</p>
          <p className={danger.text}>{isFollowed ? t("executorsFollowItGive") : deletionText(t)}</p>
        </div>
        <Button variant="default" disabled={isFollowed} onClick={() => setIsAsked(true)}>
          {t("delete")}
        </Button>
      </div>
      {isAsked ? (
        <ConfirmDialog
          title={t("deleteTheTemplate")}
          label={t("deletePermanently")}
          onConfirm={() => api("DELETE", "/executor-templates/[id]", { params: { id: template.id } })}
          onDone={() => {
            toastDone(t("isDeleted", { name: template.name }));
            router.push("/executors/templates");
          }}
          onClose={() => setIsAsked(false)}
        >
          <p style={{ margin: 0 }}>{deletionText(t)}</p>
        </ConfirmDialog>
      ) : null}
    </div>
  );
}
