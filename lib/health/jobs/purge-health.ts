import { sql } from "@/lib/db/transaction";
import { defineJob } from "@/lib/jobs/define-job";
import { purgeHealth } from "../health.sql";

export const purgeHealthJob = defineJob({
  name: "health.purge",
  summary: "Deletes results of health checks that are older than 30 days.",
  schedule: "23 4 * * *",
  timeoutSeconds: 120,
  async run() {
    await sql().run(purgeHealth);
  },
});
