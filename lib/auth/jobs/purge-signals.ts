import { sql } from "@/lib/db/transaction";
import { defineJob } from "@/lib/jobs/define-job";
import { purgeSignals } from "../detection/detect";

export const purgeSignalsJob = defineJob({
  name: "auth.purge-signals",
  summary: "Removes security signals that are old.",
  schedule: "*/10 * * * *",
  timeoutSeconds: 60,
  run: () => purgeSignals(sql()),
});
