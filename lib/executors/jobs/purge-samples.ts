import { defineJob } from "@/lib/jobs/define-job";
import { purgeExecutorSamples } from "../fleet/samples";

export const purgeSamplesJob = defineJob({
  name: "executors.purge-samples",
  summary: "Removes old measurements of executors.",
  schedule: "*/10 * * * *",
  timeoutSeconds: 60,
  run: purgeExecutorSamples,
});
