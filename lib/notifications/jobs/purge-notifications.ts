import { sql } from "@/lib/db/transaction";
import { defineJob } from "@/lib/jobs/define-job";
import { purgeRead, purgeUnread } from "./purge-notifications.sql";

export const purgeNotificationsJob = defineJob({
  name: "notifications.purge-inbox",
  summary: "Removes notifications 30 days after they were read, and unread ones after 180 days.",
  schedule: "40 2 * * *",
  timeoutSeconds: 120,
  async run() {
    await sql().run(purgeRead);
    await sql().run(purgeUnread);
  },
});
