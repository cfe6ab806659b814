import { defineJob } from "@/lib/jobs/define-job";
import { purgeMail } from "../mail/mail-worker";

export const purgeMailJob = defineJob({
  name: "notifications.purge-mail",
  summary: "Removes mails that were sent or waited too long.",
  schedule: "*/10 * * * *",
  timeoutSeconds: 60,
  run: purgeMail,
});
