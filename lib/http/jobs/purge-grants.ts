import { defineJob } from "@/lib/jobs/define-job";
import { purgeGrants } from "@/lib/realtime/grants";

export const purgeGrantsJob = defineJob({
  name: "http.purge-grants",
  summary: "Removes records of authorised subscriptions after two minutes.",
  schedule: "*/10 * * * *",
  timeoutSeconds: 60,
  run: purgeGrants,
});
