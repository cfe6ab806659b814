import { sql } from "@/lib/db/transaction";
import { defineJob } from "@/lib/jobs/define-job";

const keptDays = 365;
const dayMs = 86_400_000;

export const purgeZoneHistoryJob = defineJob({
  name: "hosted-services.purge-zone-history",
  summary: "Deletes changes of DNS zones that are older than a year.",
  schedule: "41 3 * * *",
  timeoutSeconds: 300,
  run: async () => {
    const at = { lt: new Date(Date.now() - keptDays * dayMs) };
    await sql().prisma.dnsChange.deleteMany({ where: { at } });
  },
});
