import { sql } from "@/lib/db/transaction";
import { defineJob } from "@/lib/jobs/define-job";
import { purgeMeasures } from "../detection/measures/measures";

export const purgeMeasuresJob = defineJob({
  name: "auth.purge-measures",
  summary: "Removes blocks of addresses and accounts that have ended.",
  schedule: "*/10 * * * *",
  timeoutSeconds: 60,
  run: () => purgeMeasures(sql()),
});
