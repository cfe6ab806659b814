import { defineJob } from "@/lib/jobs/define-job";
import { rollUp } from "../archive/roll-up";

export const rollUpJob = defineJob({
  name: "monitoring.roll-up",
  summary: "Averages of the last ten minutes of machines and servers.",
  // Two minutes after their end: an agent sends every 90 seconds.
  schedule: "2,12,22,32,42,52 * * * *",
  timeoutSeconds: 300,
  run: () => rollUp(),
});
