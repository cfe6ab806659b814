import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";

import { JobTable } from "@/components/admin/jobs/job-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Card, PageFrame } from "@/components/ui/page-frame";
import { httpLogger } from "@/lib/http/log-request";
import { requirePageActor } from "@/lib/http/pages/page-actor";
import { listJobs } from "@/lib/platform/job-status/list-jobs";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("pages.admin.jobs");
  return { title: t("jobs") };
}

export default async function JobsPage() {
  const t = await getTranslations("pages.admin.jobs");
  const actor = await requirePageActor("job.read");
  const jobs = await listJobs(actor, httpLogger());
  return (
    <PageFrame title={t("jobs")} lead={t("periodicWorkOfThe")}>
      <Card flush>{jobs.length === 0 ? <EmptyState title={t("noWorkerHasRun")} /> : <JobTable jobs={jobs} />}</Card>
    </PageFrame>
  );
}
