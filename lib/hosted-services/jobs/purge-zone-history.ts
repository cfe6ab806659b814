import { sql } from "@/lib/db/transaction";
import { defineJob } from "@/lib/jobs/define-job";
import { purgeZoneChanges } from "./purge.sql";

export const purgeZoneHistoryJob = defineJob({
  name: "hosted-services.purge-zone-history",
  summary: "Deletes changes of DNS zones that are older than a year.",
  schedule: "41 3 * * *",
  timeoutSeconds: 300,
  run: async () => {
    await sql().run(purgeZoneChanges);
  },
});
