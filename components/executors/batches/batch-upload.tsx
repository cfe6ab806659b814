"use client";

import { Alert, Button, FileButton, Group, Stack, Textarea } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { TemplateChoice } from "@/components/executors/create-executor";
import { saveFile } from "@/components/executors/credentials/save-file";
import classes from "@/components/executors/executors.module.css";
import { useUnsavedChanges } from "@/components/ui/form/unsaved-changes";
import { useIdempotencyKey } from "@/components/ui/form/use-idempotency-key";
import { Card } from "@/components/ui/page-frame";
import { type Column, DataTable } from "@/components/ui/table/data-table";
import { toastDone } from "@/components/ui/toast";
import type { BatchView } from "@/lib/executors/contract";
import { api } from "@/lib/http/client/api";
import { ApiError, explain } from "@/lib/http/client/problem";
import { type CsvPreview, lineErrors, previewCsv } from "./csv-preview";

type Texts = ReturnType<typeof useTranslations<"executors.batches">>;

const sample = "name,zmqHost,zmqPort\r\nShop in Leipzig,127.0.0.1,5555\r\nShop in Dresden,,\r\n";

function useBatch({ onCreated, onSettled }: { onCreated: () => void; onSettled: () => unknown }) {
  const t = useTranslations("executors.batches");
  const withKey = useIdempotencyKey();
  return useMutation({
    mutationFn: (text: string) =>
      withKey({ csv: text, keepSecrets: true }, (body, headers) => api("POST", "/executors/batch", { body, headers })),
    onSuccess: ({ state }) => {
      if (state === "failed") return;
      onCreated();
      toastDone(state === "done" ? t("theExecutorsAreCreated") : t("theExecutorsAreBeing"));
    },
    onSettled,
  });
}

/** Up to 1,000 executors from a table: either all are created or none. */
export function BatchUpload({
  templates,
  onMade,
}: {
  templates: TemplateChoice[];
  /** The keys and secrets of a batch of any size can be downloaded in the list. */
  onMade: () => unknown;
}) {
  const t = useTranslations("executors.batches");
  const [csv, setCsv] = useState("");
  useUnsavedChanges(() => csv.trim() !== "");
  const preview = csv.trim() === "" ? null : previewCsv(t, csv);
  const make = useBatch({ onCreated: () => setCsv(""), onSettled: onMade });
  const change = (text: string) => {
    make.reset();
    setCsv(text);
  };
  const canMake = preview !== null && preview.problem === null && preview.broken === 0;
  return (
    <Card title={t("createManyAtOnce")} aside={<SampleButton />}>
      <Stack gap="md">
        <p className={classes.hint}>{t.rich("csvWithAFirst", { code: (chunks) => <code>{chunks}</code> })}</p>
        <Textarea
          label={t("table")}
          value={csv}
          onChange={(event) => change(event.currentTarget.value)}
          placeholder={"name,zmqPort\nShop in Leipzig,5555"}
          minRows={4}
          maxRows={10}
          autosize
          spellCheck={false}
          classNames={{ input: classes.mono }}
        />
        {templates.length > 0 ? <TemplateIds templates={templates} /> : null}
        {preview ? <Preview preview={preview} /> : null}
        <Problems problems={problemsOf(t, make.data, make.error)} />
        <Group>
          <Button onClick={() => make.mutate(csv)} loading={make.isPending} disabled={!canMake}>
            {canMake && preview ? t("createExecutorExecutors", { total: preview.total }) : t("create")}
          </Button>
          <ChooseFile onText={change} />
        </Group>
      </Stack>
    </Card>
  );
}

function Problems({ problems }: { problems: ReturnType<typeof problemsOf> }) {
  const t = useTranslations("executors.batches");
  if (problems.length === 0) return null;
  return (
    <Alert color="red" role="alert" title={problems.length > 1 ? t("theseLinesWereRefused") : undefined}>
      {problems.map(({ line, message }) => (
        <div key={`${line}${message}`}>
          {line ? <strong>{line}: </strong> : null}
          {message}
        </div>
      ))}
    </Alert>
  );
}

function ChooseFile({ onText }: { onText: (text: string) => void }) {
  const t = useTranslations("executors.batches");
  return (
    <FileButton
      accept=".csv,text/csv,text/plain"
      inputProps={{ "aria-label": t("csvFile") }}
      onChange={(file) => void file?.text().then((text) => onText(text.replace(/^\uFEFF/, "")))}
    >
      {(props) => (
        <Button data-local variant="default" {...props}>
          {t("chooseAFile")}
        </Button>
      )}
    </FileButton>
  );
}

/** Why a table was refused, by line. Pure. */
function problemsOf(t: Texts, batch: BatchView | undefined, error: Error | null): { line: string; message: string }[] {
  if (batch?.state === "failed") return [{ line: "", message: batch.error ?? t("itFailed") }];
  if (!error) return [];
  const errors = error instanceof ApiError ? (error.problem.errors ?? []) : [];
  return errors.length > 0 ? lineErrors(t, errors) : [{ line: "", message: explain(error) }];
}

function TemplateIds({ templates }: { templates: TemplateChoice[] }) {
  const t = useTranslations("executors.batches");
  return (
    <details className={classes.more}>
      <summary>{t("idsOfYourTemplates")}</summary>
      {templates.map(({ id, name }) => (
        <div key={id} className={classes.hint}>
          {name}: <code className={classes.mono}>{id}</code>
        </div>
      ))}
    </details>
  );
}

function columnsOf(t: Texts, { head }: CsvPreview): Column<CsvPreview["lines"][number]>[] {
  return [
    { title: t("line"), className: "ln-figure", cell: ({ number }) => number },
    ...head.map((title, index) => ({ title, cell: ({ cells }: CsvPreview["lines"][number]) => cells[index] })),
    {
      title: t("check"),
      className: ({ problem }) => (problem ? classes.wrong : classes.dim),
      cell: ({ problem }) => problem ?? t("ok"),
    },
  ];
}

function Preview({ preview }: { preview: CsvPreview }) {
  const t = useTranslations("executors.batches");
  if (preview.problem) {
    return (
      <Alert color="yellow" role="status">
        {preview.problem}
      </Alert>
    );
  }
  return (
    <div>
      <DataTable
        label={t("firstLinesOfThe")}
        columns={columnsOf(t, preview)}
        rows={preview.lines}
        idOf={(line) => String(line.number)}
      />
      <p className={classes.hint} role="status">
        {t("lineLinesToCorrect", { total: preview.total, case: String(preview.broken > 0), broken: preview.broken })}
      </p>
    </div>
  );
}

function SampleButton() {
  const t = useTranslations("executors.batches");
  return (
    <Button
      data-local
      size="compact-sm"
      variant="subtle"
      onClick={() => saveFile(sample, "executors-sample.csv", "text/csv;charset=utf-8")}
    >
      {t("sample")}
    </Button>
  );
}
