"use client";

import { Alert, Button, Group, SegmentedControl, Select, Stack, TextInput } from "@mantine/core";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { CommandForm } from "@/components/executors/commands/command-form";
import type { CommandFormView } from "@/components/executors/commands/schema-fields-rules";
import type { TemplateChoice } from "@/components/executors/create-executor";
import classes from "@/components/executors/executors.module.css";
import { Dialog } from "@/components/ui/dialog/dialog";
import { useIdempotencyKey } from "@/components/ui/form/use-idempotency-key";
import { type Column, DataTable } from "@/components/ui/table/data-table";
import { useAction } from "@/components/ui/use-action";
import type { BulkAction, BulkAnswer } from "@/lib/executors/fleet/contract";
import { api } from "@/lib/http/client/api";
import fleet from "./fleet-view.module.css";

type Texts = ReturnType<typeof useTranslations<"executors.fleet">>;

type Props = {
  ids: string[];
  types: CommandFormView[];
  templates: TemplateChoice[];
  /** True if the action was applied. */
  onClose: (isDone: boolean) => void;
};
type Kind = BulkAction["kind"];

const kinds = (t: Texts): { value: Kind; label: string }[] => [
  { value: "command", label: t("command") },
  { value: "template", label: t("template") },
  { value: "revoke", label: t("revoke") },
];

/** One action for many executors: choose it, preview the effect on each, then apply it. */
export default function BulkDialog({ ids, types, templates, onClose }: Props) {
  const t = useTranslations("executors.fleet");
  const [kind, setKind] = useState<Kind>("command");
  const [action, setAction] = useState<BulkAction | null>(null);
  const [answer, setAnswer] = useState<BulkAnswer | null>(null);
  async function look(wanted: BulkAction) {
    const body = { ids, action: wanted, dryRun: true };
    setAnswer(await api("POST", "/executors/bulk", { body }));
    setAction(wanted);
  }
  const isDone = answer !== null && !answer.dryRun;
  const count = `${ids.length} ${t("executorExecutors", { idsCount: ids.length })}`;
  return (
    <Dialog
      onClose={() => onClose(isDone)}
      title={isDone ? t("done") : answer ? t("preview") : t("applyAnActionTo", { count })}
      size="lg"
      centered
      closeOnClickOutside={false}
    >
      {answer && action ? (
        <Verdict
          ids={ids}
          action={action}
          answer={answer}
          onBack={() => setAnswer(null)}
          onDone={setAnswer}
          onClose={() => onClose(true)}
        />
      ) : null}
      {/* Only hidden meanwhile: what was typed is there again after Back. */}
      <div hidden={answer !== null}>
        <Stack gap="md">
          <SegmentedControl
            data={kinds(t)}
            value={kind}
            onChange={(value) => setKind(value)}
            aria-label={t("whatToDo")}
          />
          {kind === "command" ? (
            <CommandForm
              types={types}
              submitLabel={t("showWhatWouldHappen")}
              keepsDraft
              onSend={(draft) => look({ kind: "command", ...draft })}
            />
          ) : null}
          {kind === "template" ? (
            <TemplateStep templates={templates} onPreview={(templateId) => look({ kind: "template", templateId })} />
          ) : null}
          {kind === "revoke" ? <RevokeStep onPreview={() => look({ kind: "revoke" })} /> : null}
        </Stack>
      </div>
    </Dialog>
  );
}

function PreviewButton({ onPreview }: { onPreview: () => Promise<void> }) {
  const t = useTranslations("executors.fleet");
  const preview = useAction(onPreview);
  return (
    <Button onClick={() => preview.mutate()} loading={preview.isPending} w="fit-content">
      {t("showWhatWouldHappen")}
    </Button>
  );
}

function TemplateStep({
  templates,
  onPreview,
}: {
  templates: TemplateChoice[];
  onPreview: (templateId: string | null) => Promise<void>;
}) {
  const t = useTranslations("executors.fleet");
  const [templateId, setTemplateId] = useState<string | null>(null);
  return (
    <Stack gap="md">
      <Select
        label={t("template")}
        data={templates.map(({ id, name }) => ({ value: id, label: name }))}
        value={templateId}
        onChange={setTemplateId}
        placeholder={t("noneEachHasOnly")}
        searchable={templates.length > 12}
        clearable
        clearButtonProps={{ "aria-label": t("noTemplate") }}
      />
      <PreviewButton onPreview={() => onPreview(templateId)} />
    </Stack>
  );
}

function RevokeStep({ onPreview }: { onPreview: () => Promise<void> }) {
  const t = useTranslations("executors.fleet");
  return (
    <Stack gap="md">
      <p style={{ margin: 0 }}>{t("theyAreDisconnectedRemove")}</p>
      <PreviewButton onPreview={onPreview} />
    </Stack>
  );
}

function Verdict({
  ids,
  action,
  answer,
  onBack,
  onDone,
  onClose,
}: {
  ids: string[];
  action: BulkAction;
  answer: BulkAnswer;
  onBack: () => void;
  onDone: (answer: BulkAnswer) => void;
  onClose: () => void;
}) {
  const t = useTranslations("executors.fleet");
  const [typed, setTyped] = useState("");
  const withKey = useIdempotencyKey();
  const apply = useAction(
    () => withKey({ ids, action, dryRun: false }, (body, headers) => api("POST", "/executors/bulk", { body, headers })),
    { onDone },
  );
  const { affected, results, dryRun } = answer;
  const isFinal = action.kind === "revoke";
  return (
    <Stack gap="md">
      <Alert color={affected === 0 ? "yellow" : "teal"} role="status">
        {dryRun
          ? t("ofWouldBeAffected", { affected, resultsCount: results.length })
          : t("ofWereAffected", { affected, resultsCount: results.length })}
      </Alert>
      <Results answer={answer} />
      {dryRun && isFinal && affected > 0 ? (
        <TextInput
          label={t("typeToConfirmThat", { affected })}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      ) : null}
      {dryRun ? (
        <Group justify="flex-end">
          <Button data-local variant="default" onClick={onBack}>
            {t("back")}
          </Button>
          <Button
            color={isFinal ? "red.9" : undefined}
            loading={apply.isPending}
            disabled={affected === 0 || (isFinal && typed !== String(affected))}
            onClick={() => apply.mutate()}
          >
            {t("revokeApplyTo", { isFinal: String(isFinal), affected })}
          </Button>
        </Group>
      ) : (
        <Button data-local onClick={onClose}>
          {t("close")}
        </Button>
      )}
    </Stack>
  );
}

const columns = (t: Texts): Column<BulkAnswer["results"][number]>[] => [
  { title: t("executor"), isRowHeader: true, cell: ({ id, name }) => name || id },
  {
    title: t("affected"),
    className: ({ ok }) => (ok ? undefined : classes.wrong),
    cell: ({ ok }) => (ok ? t("yes") : t("no")),
  },
  { title: t("reasonOrDetails"), className: classes.dim, cell: ({ message }) => message },
];

/** Result for each executor, those that are left out first. */
function Results({ answer }: { answer: BulkAnswer }) {
  const t = useTranslations("executors.fleet");
  const sorted = [...answer.results].sort((a, b) => Number(a.ok) - Number(b.ok));
  return (
    <div className={fleet.results}>
      <DataTable label={t("resultForEachExecutor")} columns={columns(t)} rows={sorted} idOf={({ id }) => id} />
    </div>
  );
}
