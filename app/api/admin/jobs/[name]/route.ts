import { z } from "zod";
import { httpLogger } from "@/lib/http/log-request";
import { route } from "@/lib/http/route";
import { runJob } from "@/lib/platform/job-status/run-job";

export const POST = route({
  summary: "Run a periodic job now, also one that failed. `requested` is false when a run is already waiting.",
  permission: "job.manage",
  limit: "sensitive",
  params: z.object({ name: z.string() }),
  response: z.object({ requested: z.boolean() }),
  status: 202,
  handle: ({ actor, params }) => runJob(actor, httpLogger(), params.name),
});
