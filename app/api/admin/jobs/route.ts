import { listOf } from "@/lib/core/lists";
import { httpLogger } from "@/lib/http/log-request";
import { route } from "@/lib/http/route";
import { jobView } from "@/lib/platform/job-status/contract";
import { listJobs } from "@/lib/platform/job-status/list-jobs";

export const GET = route({
  summary: "Periodic jobs: when each is due, what runs, and how the last run ended.",
  permission: "job.read",
  response: listOf(jobView),
  // The number of jobs is fixed by the code, so that one page is enough.
  handle: async ({ actor }) => ({ items: await listJobs(actor, httpLogger()), nextCursor: null }),
});
