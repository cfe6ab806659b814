"use client";

import { Alert, Button, Stack } from "@mantine/core";
import { useCallback, useEffect, useState } from "react";
import { PageFrame } from "@/components/page/page-frame";
import type { BatchView, EnrolmentView } from "@/lib/executors/contract";
import type { ProgramInfo } from "@/lib/executors/fleet/contract";
import { api } from "@/lib/http/client";
import { BatchList } from "./batch-list";
import { BatchUpload } from "./batch-upload";
import type { TemplateChoice } from "./create-executor";
import { EnrolmentLinks } from "./enrolment-links";
import { saveFile } from "./save-file";

type Props = {
  batches: BatchView[];
  enrolments: EnrolmentView[];
  templates: TemplateChoice[];
  program: ProgramInfo | null;
};

/** Many executors: from a table, or by a link with which machines make themselves executors. */
export function BatchPage({ batches: initial, enrolments, templates, program }: Props) {
  const [batches, setBatches] = useState(initial);
  const [fresh, setFresh] = useState<BatchView | null>(null);
  const refresh = useCallback(async () => {
    const answer = await api<{ items: BatchView[] }>("GET", "/executors/batch").catch(() => null);
    if (answer) setBatches(answer.items);
  }, []);
  const isUnderWay = batches.some(({ state }) => state === "queued" || state === "running");
  useEffect(() => {
    if (!isUnderWay) return;
    const timer = setInterval(refresh, 2_000);
    return () => clearInterval(timer);
  }, [isUnderWay, refresh]);
  return (
    <PageFrame title="Many at once" lead="From a table, or by a link with which machines make themselves executors.">
      {fresh?.csv ? <FreshSecrets batch={fresh} csv={fresh.csv} onClose={() => setFresh(null)} /> : null}
      <BatchUpload
        templates={templates}
        onMade={(batch) => {
          setFresh(batch);
          void refresh();
        }}
      />
      <BatchList batches={batches} onDone={refresh} />
      <EnrolmentLinks initial={enrolments} templates={templates} program={program} />
    </PageFrame>
  );
}

/** A small batch is done in the call, and its secrets come with the answer: this page is all that has them. */
function FreshSecrets({ batch, csv, onClose }: { batch: BatchView; csv: string; onClose: () => void }) {
  const [isSaved, setIsSaved] = useState(false);
  return (
    <Alert
      color="teal"
      role="status"
      title={`${batch.made} ${batch.made === 1 ? "executor is" : "executors are"} made`}
      withCloseButton={isSaved}
      closeButtonLabel="Close"
      onClose={onClose}
    >
      <Stack gap="sm" align="flex-start">
        <span>Download their keys and secrets now: they are not shown again.</span>
        <Button
          size="xs"
          onClick={() => {
            saveFile(csv, "executors.csv", "text/csv;charset=utf-8");
            setIsSaved(true);
          }}
        >
          Download keys and secrets
        </Button>
      </Stack>
    </Alert>
  );
}
