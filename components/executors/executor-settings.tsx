"use client";

import { Alert, Button, Select, Stack, TagsInput, TextInput } from "@mantine/core";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
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
import { useUnsavedChanges } from "@/components/ui/form/unsaved-changes";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { Card } from "@/components/ui/page-frame";
import { toastDone } from "@/components/ui/toast";
import type { ExecutorView } from "@/lib/executors/contract";
import { type ApiBody, api } from "@/lib/http/client/api";
import type { TemplateChoice } from "./create-executor";
import classes from "./executors.module.css";

type Texts = ReturnType<typeof useTranslations<"executors">>;

type Props = { executor: ExecutorView; templates: TemplateChoice[]; onDone: () => void | Promise<void> };

const keep = "keep";
const lifetimes = (t: Texts) => [
  { value: "30", label: t("n30DaysFromNow") },
  { value: "90", label: t("n90DaysFromNow") },
  { value: "365", label: t("oneYearFromNow") },
  { value: "never", label: t("never2") },
];

/** Name, template, allowed addresses and expiry, then the actions that cannot be undone. */
export default function ExecutorSettings({ executor, templates, onDone }: Props) {
  const t = useTranslations("executors");
  return (
    <Stack gap="md">
      {executor.presence === "revoked" ? null : (
        <Card title={t("settings")}>
          <SettingsForm key={executor.id} executor={executor} templates={templates} onDone={onDone} />
        </Card>
      )}
      <ExecutorDanger executor={executor} onDone={onDone} />
    </Stack>
  );
}

type Fields = Pick<ExecutorView, "name" | "templateId" | "addresses">;
const fieldLabels = (t: Texts): Record<keyof Fields, string> => ({
  name: "name",
  templateId: t("template2"),
  addresses: t("addresses2"),
});

/** Saves at once, or asks first: another template changes the configuration, so the changes are shown. */
function useSaveSettings(id: string, body: ApiBody<"PATCH", "/executors/[id]">, onSaved: () => Promise<void>) {
  const [asked, setAsked] = useState<{ path: string }[] | null>(null);
  const save = (dryRun: boolean) => api("PATCH", "/executors/[id]", { params: { id }, body: { ...body, dryRun } });
  async function confirm() {
    await save(false);
    await onSaved();
  }
  const form = useApiForm({
    initial: {},
    isField: (name) => name === "name" || name === "templateId",
    send: async () => {
      if (body.templateId !== undefined) return (await save(true)).changes;
      await confirm();
      return null;
    },
    onSent: setAsked,
  });
  return { form, asked, confirm, close: () => setAsked(null) };
}

function SettingsForm({ executor, templates, onDone }: Props) {
  const t = useTranslations("executors");
  const [edits, setEdits] = useState<Edits<Fields>>({});
  const [lifetime, setLifetime] = useState(keep);
  const live: Fields = { name: executor.name, templateId: executor.templateId, addresses: executor.addresses };
  const draft = shownFields(edits, live);
  const change = (part: Partial<Fields>) => setEdits((known) => edited(known, live, part));
  const body = { ...changesOf(edits, live), ...expiryOf(lifetime) };
  useUnsavedChanges(() => Object.keys(body).length > 0);
  const { form, asked, confirm, close } = useSaveSettings(executor.id, body, async () => {
    toastDone(t("saved"));
    await onDone();
    setEdits({});
    setLifetime(keep);
  });
  return (
    <>
      <Form form={form}>
        <Stack gap="md" maw={520}>
          <FormProblem form={form} />
          <TextInput
            label={t("name")}
            value={draft.name}
            onChange={(event) => change({ name: event.currentTarget.value })}
            error={form.errors.name}
          />
          <TemplateSelect
            templates={templates}
            value={draft.templateId}
            error={form.errors.templateId}
            onChange={(templateId) => change({ templateId })}
          />
          <TagsInput
            label={t("onlyFromTheseAddresses")}
            description={t("addressesOrNetworksSuch")}
            value={draft.addresses}
            onChange={(addresses) => change({ addresses })}
          />
          <ExpirySelect expiresAt={executor.expiresAt} value={lifetime} onChange={setLifetime} />
          <ChangedElsewhere fields={changedElsewhere(edits, live)} onReset={() => setEdits({})} />
          <SubmitButton form={form} disabled={Object.keys(body).length === 0} w="fit-content">
            {t("saveChanges")}
          </SubmitButton>
        </Stack>
      </Form>
      {asked ? <TemplateQuestion changes={asked} onConfirm={confirm} onClose={close} /> : null}
    </>
  );
}

type TemplateSelectProps = {
  templates: TemplateChoice[];
  value: string | null;
  error: ReactNode;
  onChange: (templateId: string | null) => void;
};

function TemplateSelect({ templates, value, error, onChange }: TemplateSelectProps) {
  const t = useTranslations("executors");
  const isListed = value === null || templates.some(({ id }) => id === value);
  const choices = isListed ? templates : [...templates, { id: value ?? "", name: t("chosenByStaff") }];
  const templateData = choices.map((template) => ({ value: template.id, label: template.name }));
  return (
    <Select
      label={t("template")}
      data={templateData}
      value={value}
      onChange={onChange}
      placeholder={t("none")}
      clearable
      clearButtonProps={{ "aria-label": t("noTemplate") }}
      error={error}
    />
  );
}

type ExpiryProps = { expiresAt: string | null; value: string; onChange: (lifetime: string) => void };

function ExpirySelect({ expiresAt, value, onChange }: ExpiryProps) {
  const t = useTranslations("executors");
  return (
    <Select
      label={t("expires")}
      description={expiresAt ? t("now", { expiresAt: expiresAt.slice(0, 10) }) : t("nowNever")}
      data={[{ value: keep, label: t("noChange") }, ...lifetimes(t)]}
      value={value}
      onChange={(next) => next && onChange(next)}
      allowDeselect={false}
    />
  );
}

function ChangedElsewhere({ fields, onReset }: { fields: (keyof Fields)[]; onReset: () => void }) {
  const t = useTranslations("executors");
  if (fields.length === 0) return null;
  return (
    <Alert color="yellow" role="status" p="sm">
      {t("changedBySomebodyElse", { fields: fields.map((field) => fieldLabels(t)[field]).join(", ") })}{" "}
      <Button data-local size="compact-xs" variant="subtle" onClick={onReset}>
        {t("showTheCurrentValues")}
      </Button>
    </Alert>
  );
}

/** Pure. */
function expiryOf(lifetime: string): { expiresInDays?: number | null } {
  if (lifetime === keep) return {};
  return { expiresInDays: lifetime === "never" ? null : Number(lifetime) };
}

type QuestionProps = { changes: { path: string }[]; onConfirm: () => Promise<void>; onClose: () => void };

function TemplateQuestion({ changes, onConfirm, onClose }: QuestionProps) {
  const t = useTranslations("executors");
  const { before, after } = sidesOf(changes);
  return (
    <ConfirmDialog
      title={t("anotherTemplate")}
      label={t("save")}
      isHarmless
      size="lg"
      onConfirm={onConfirm}
      onClose={onClose}
    >
      {changes.length === 0 ? (
        <p className={classes.hint}>{t("nothingChangesInIts")}</p>
      ) : (
        <DiffView before={before} after={after} />
      )}
    </ConfirmDialog>
  );
}
