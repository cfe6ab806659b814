import { sql } from "@/lib/db/transaction";
import { defineJob } from "@/lib/jobs/define-job";
import { purgeUnconfirmed } from "../status.sql";

export const forgetSubscribersJob = defineJob({
  name: "status.forget-subscribers",
  summary: "Deletes addresses of the status page that were not confirmed within two days.",
  schedule: "41 * * * *",
  timeoutSeconds: 60,
  async run() {
    await sql().run(purgeUnconfirmed);
  },
});
