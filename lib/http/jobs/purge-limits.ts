import { defineJob } from "@/lib/jobs/define-job";
import { purgeLimits } from "../limits/rate-limit";

export const purgeLimitsJob = defineJob({
  name: "http.purge-limits",
  summary: "Removes counts of requests whose window has ended.",
  schedule: "*/10 * * * *",
  timeoutSeconds: 60,
  run: purgeLimits,
});
