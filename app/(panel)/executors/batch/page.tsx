import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { BatchPage } from "@/components/executors/batches/batch-page";
import { listBatches } from "@/lib/executors/batches/batches";
import { listEnrolments } from "@/lib/executors/enrolment/enrolment";
import { programInfo } from "@/lib/executors/enrolment/program";
import { listTemplateChoices } from "@/lib/executors/templates/template-settings";
import { requirePageActor } from "@/lib/http/pages/page-actor";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("pages.executors.batch");
  return { title: t("manyExecutors") };
}

export default async function BatchExecutorsPage() {
  const actor = await requirePageActor("executor.create");
  const [batches, enrolments, templates, program] = await Promise.all([
    listBatches(actor),
    listEnrolments(actor),
    listTemplateChoices(actor, actor.userId),
    programInfo(),
  ]);
  return <BatchPage batches={batches} enrolments={enrolments} templates={templates} program={program} />;
}
