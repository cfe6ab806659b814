import type { Metadata } from "next";

import { JobTable } from "@/components/admin/jobs/job-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Card, PageFrame } from "@/components/ui/page-frame";
import { httpLogger } from "@/lib/http/log-request";
import { requirePageActor } from "@/lib/http/pages/page-actor";
import { listJobs } from "@/lib/platform/job-status/list-jobs";

export const metadata: Metadata = { title: "Jobs" };

export default async function JobsPage() {
  const actor = await requirePageActor("job.read");
  const jobs = await listJobs(actor, httpLogger());
  return (
    <PageFrame
      title="Jobs"
      lead="Periodic work of the panel. A failed job is tried three times. It does not stop other jobs and runs again at its next scheduled time."
    >
      <Card flush>{jobs.length === 0 ? <EmptyState title="No worker has run yet." /> : <JobTable jobs={jobs} />}</Card>
    </PageFrame>
  );
}
