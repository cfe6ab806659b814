import { defineJob } from "@/lib/jobs/define-job";
import { purgeBatches } from "../batches/batches";

export const purgeBatchesJob = defineJob({
  name: "executors.purge-batches",
  summary: "Removes secrets of batches after a day, and batches after 30 days.",
  schedule: "*/10 * * * *",
  timeoutSeconds: 60,
  run: purgeBatches,
});
