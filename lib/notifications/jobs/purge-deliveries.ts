import { defineJob } from "@/lib/jobs/define-job";
import { purgeDeliveries } from "../outbox/delivery-worker";

export const purgeDeliveriesJob = defineJob({
  name: "notifications.purge-mail",
  summary: "Removes mails and notices that were sent or waited too long.",
  schedule: "*/10 * * * *",
  timeoutSeconds: 60,
  run: purgeDeliveries,
});
