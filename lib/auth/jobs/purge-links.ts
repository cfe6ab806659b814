import { sql } from "@/lib/db/transaction";
import { defineJob } from "@/lib/jobs/define-job";
import { purgeLinks } from "../accounts/email-links";

export const purgeLinksJob = defineJob({
  name: "auth.purge-links",
  summary: "Removes links in mails that were used or have expired.",
  schedule: "*/10 * * * *",
  timeoutSeconds: 60,
  run: () => purgeLinks(sql()),
});
