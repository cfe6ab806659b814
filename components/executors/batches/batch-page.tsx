"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import type { TemplateChoice } from "@/components/executors/create-executor";
import { EnrolmentLinks } from "@/components/executors/enrolment/enrolment-links";
import { PageFrame } from "@/components/ui/page-frame";
import type { BatchView } from "@/lib/executors/contract";
import type { EnrolmentView } from "@/lib/executors/enrolment/contract";
import type { ProgramInfo } from "@/lib/executors/fleet/contract";
import { api } from "@/lib/http/client/api";
import { BatchList } from "./batch-list";
import { BatchUpload } from "./batch-upload";

type Props = {
  batches: BatchView[];
  enrolments: EnrolmentView[];
  templates: TemplateChoice[];
  program: ProgramInfo | null;
};

const everyMs = 2_000;
const isUnderWay = ({ state }: BatchView) => state === "queued" || state === "running";

/** Many executors at once: from a table, or by a link with which machines register themselves. */
export function BatchPage({ batches: initial, enrolments, templates, program }: Props) {
  const t = useTranslations("executors.batches");
  const { data, refetch: refresh } = useQuery({
    queryKey: ["batches"],
    queryFn: ({ signal }) => api("GET", "/executors/batch", { signal }),
    initialData: { items: initial },
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: ({ state }) => (state.data?.items.some(isUnderWay) ? everyMs : false),
  });
  const batches = data.items;
  return (
    <PageFrame title={t("manyAtOnce")} lead={t("fromATableOr")}>
      <BatchUpload templates={templates} onMade={refresh} />
      <BatchList batches={batches} onDone={refresh} />
      <EnrolmentLinks initial={enrolments} templates={templates} program={program} />
    </PageFrame>
  );
}
