import { defineJob } from "@/lib/jobs/define-job";
import { performDueResets } from "../recovery/reset-factors";

export const resetFactorsJob = defineJob({
  name: "auth.reset-factors",
  summary: "Removes second factors whose requested reset is due.",
  schedule: "* * * * *",
  timeoutSeconds: 60,
  run: async () => {
    await performDueResets();
  },
});
