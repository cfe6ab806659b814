import { defineJob } from "@/lib/jobs/define-job";
import { rollUp } from "../archive/roll-up";

export const rollUpJob = defineJob({
  name: "monitoring.roll-up",
  summary: "Averages of the last ten minutes of machines and servers.",
  // A minute after their end: an agent sends once a minute.
  schedule: "1,11,21,31,41,51 * * * *",
  timeoutSeconds: 300,
  run: () => rollUp(),
});
