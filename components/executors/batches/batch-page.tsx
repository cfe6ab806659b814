"use client";

import { useCallback, useEffect, useState } from "react";
import type { TemplateChoice } from "@/components/executors/create-executor";
import { EnrolmentLinks } from "@/components/executors/enrolment/enrolment-links";
import { PageFrame } from "@/components/ui/page-frame";
import type { BatchView, EnrolmentView } from "@/lib/executors/contract";
import type { ProgramInfo } from "@/lib/executors/fleet/contract";
import { api } from "@/lib/http/client/untyped";
import { BatchList } from "./batch-list";
import { BatchUpload } from "./batch-upload";

type Props = {
  batches: BatchView[];
  enrolments: EnrolmentView[];
  templates: TemplateChoice[];
  program: ProgramInfo | null;
};

/** Many executors at once: from a table, or by a link with which machines register themselves. */
export function BatchPage({ batches: initial, enrolments, templates, program }: Props) {
  const [batches, setBatches] = useState(initial);
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
    <PageFrame title="Many at once" lead="From a table, or by a link with which machines register themselves.">
      <BatchUpload templates={templates} onMade={refresh} />
      <BatchList batches={batches} onDone={refresh} />
      <EnrolmentLinks initial={enrolments} templates={templates} program={program} />
    </PageFrame>
  );
}
