import { defineJob } from "@/lib/jobs/define-job";
import { purgeBatches } from "../batches/batches";

export const purgeBatchesJob = defineJob({
  name: "executors.purge-batches",
  summary: "Removes the secrets of batches that were not fetched in time.",
  schedule: "*/10 * * * *",
  timeoutSeconds: 60,
  run: purgeBatches,
});
