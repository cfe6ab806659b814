import { defineJob } from "@/lib/jobs/define-job";
import { purgeAttempts } from "../detection/record-attempt";

export const purgeAttemptsJob = defineJob({
  name: "auth.purge-attempts",
  summary: "Removes attempts to sign in that are older than 30 days.",
  schedule: "*/10 * * * *",
  timeoutSeconds: 60,
  run: purgeAttempts,
});
