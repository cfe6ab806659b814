import { defineJob } from "@/lib/jobs/define-job";
import { purgeExecutorEvents } from "../fleet/timeline";

export const purgeEventsJob = defineJob({
  name: "executors.purge-events",
  summary: "Removes old entries of the timelines of executors.",
  schedule: "*/10 * * * *",
  timeoutSeconds: 60,
  run: purgeExecutorEvents,
});
