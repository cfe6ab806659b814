import { defineJob } from "@/lib/jobs/define-job";
import { purgeChallenges } from "../factors/challenges/challenges";

export const purgeChallengesJob = defineJob({
  name: "auth.purge-challenges",
  summary: "Removes sign-ins that were not finished.",
  schedule: "*/10 * * * *",
  timeoutSeconds: 60,
  run: purgeChallenges,
});
