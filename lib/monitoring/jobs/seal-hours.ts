import { defineJob } from "@/lib/jobs/define-job";
import { sealHours } from "../archive/seal-hours";

export const sealHoursJob = defineJob({
  name: "monitoring.seal-hours",
  summary: "Packs the samples of hours that ended, and of those that got late samples.",
  schedule: "1,6,11,16,21,26,31,36,41,46,51,56 * * * *",
  timeoutSeconds: 600,
  run: async ({ signal }) => void (await sealHours(signal)),
});
