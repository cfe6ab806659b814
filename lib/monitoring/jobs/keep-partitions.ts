import { sql } from "@/lib/db/transaction";
import { defineJob } from "@/lib/jobs/define-job";
import { purgeMachineEvents } from "../machines/machines.sql";
import { makePartitions } from "../samples/store-samples";

export const keepPartitionsJob = defineJob({
  name: "monitoring.keep-partitions",
  summary: "Makes the tables of the next days for samples, and removes samples and events that are too old.",
  schedule: "7 * * * *",
  timeoutSeconds: 120,
  async run() {
    await makePartitions(Date.now(), true);
    await sql().run(purgeMachineEvents);
  },
});
