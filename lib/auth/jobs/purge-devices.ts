import { defineJob } from "@/lib/jobs/define-job";
import { purgeDevices } from "../sessions/known-devices";

export const purgeDevicesJob = defineJob({
  name: "auth.purge-devices",
  summary: "Removes browsers that were not seen for a long time.",
  schedule: "*/10 * * * *",
  timeoutSeconds: 60,
  run: purgeDevices,
});
