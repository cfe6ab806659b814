import type { Metadata } from "next";
import { BatchPage } from "@/components/executors/batch-page";
import { listBatches } from "@/lib/executors/batches/batches";
import { listEnrolments } from "@/lib/executors/enrolment";
import { programInfo } from "@/lib/executors/program";
import { listTemplates } from "@/lib/executors/templates";
import { requirePageActor } from "@/lib/http/page-actor";

export const metadata: Metadata = { title: "Many executors" };

export default async function ManyExecutorsPage() {
  const actor = await requirePageActor("executor.create");
  const [batches, enrolments, templates, program] = await Promise.all([
    listBatches(actor),
    listEnrolments(actor),
    listTemplates(actor, { limit: 100 }),
    programInfo(),
  ]);
  return (
    <BatchPage
      batches={batches}
      enrolments={enrolments}
      templates={templates.items.map(({ id, name }) => ({ id, name }))}
      program={program}
    />
  );
}
