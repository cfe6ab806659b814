import { sql } from "@/lib/db/transaction";
import { defineJob } from "@/lib/jobs/define-job";

const day = 24 * 3_600_000;

export const purgeNotificationsJob = defineJob({
  name: "notifications.purge-inbox",
  summary: "Removes notifications 30 days after they were read, and unread ones after 180 days.",
  schedule: "40 2 * * *",
  timeoutSeconds: 120,
  async run() {
    const ago = (days: number) => new Date(Date.now() - days * day);
    await sql().prisma.notification.deleteMany({
      where: { OR: [{ readAt: { lt: ago(30) } }, { createdAt: { lt: ago(180) } }] },
    });
  },
});
