import { defineJob } from "@/lib/jobs/define-job";
import { purgeSessions } from "../sessions/sessions";

export const purgeSessionsJob = defineJob({
  name: "auth.purge-sessions",
  summary: "Removes sessions that ended.",
  schedule: "*/10 * * * *",
  timeoutSeconds: 60,
  run: purgeSessions,
});
