import { defineJob } from "@/lib/jobs/define-job";
import { makePartitions } from "../samples/store-samples";

export const keepPartitionsJob = defineJob({
  name: "monitoring.keep-partitions",
  summary: "Makes the tables of the next days for samples, and removes those of samples that are too old.",
  schedule: "7 * * * *",
  timeoutSeconds: 120,
  run: async () => void (await makePartitions(Date.now(), true)),
});
