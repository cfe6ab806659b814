import { retireEntries } from "@/lib/audit/chain/retire-entries";
import { witnessFile } from "@/lib/audit/chain/witness";
import { defineJob } from "@/lib/jobs/define-job";

export const retireAuditJob = defineJob({
  name: "audit.retire-entries",
  summary: "Removes audit entries whose retention time has ended, after the log was verified.",
  schedule: "20 3 * * *",
  timeoutSeconds: 1_800,
  async run({ log }) {
    const { removed, refused } = await retireEntries({ witnessFile: witnessFile() });
    if (removed > 0) log.info({ removed }, "audit entries were removed for their age");
    if (refused)
      throw new Error(`the audit log does not verify from entry ${refused.firstBad}: nothing of it is removed`);
  },
});
