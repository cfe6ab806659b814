import { sql } from "@/lib/db/transaction";
import { defineJob } from "@/lib/jobs/define-job";
import { purgeIncidents, purgeInstances, purgeSilences } from "../alerts.sql";

export const purgeAlertsJob = defineJob({
  name: "alerts.purge",
  summary: "Deletes alerts that ended 180 days ago, and silences that ended 30 days ago.",
  schedule: "17 * * * *",
  timeoutSeconds: 120,
  async run() {
    for (const statement of [purgeIncidents, purgeInstances, purgeSilences]) await sql().run(statement);
  },
});
