import { systemActor } from "@/lib/access/actor";
import { acceptRestore } from "@/lib/audit/chain/accept-restore";
import { retireEntries } from "@/lib/audit/chain/retire-entries";
import { sealChains } from "@/lib/audit/chain/seal-chains";
import { verifyAudit } from "@/lib/audit/chain/verify-chain";
import { readWitness, witnessFile } from "@/lib/audit/chain/witness";
import type { Command } from "../command-line";

export const commands: readonly Command[] = [
  {
    name: "audit verify",
    summary: "Check that no entry of the audit log was edited, removed or reordered.",
    async run() {
      const result = await verifyAudit({ witness: readWitness(witnessFile()) });
      return { json: result, text: result.summary, failed: !result.ok };
    },
  },
  {
    name: "audit seal",
    summary: "Sign the audit log up to its last entry, as the worker does every two seconds.",
    async run() {
      const { seal, problems } = await sealChains({ witnessFile: witnessFile() });
      const text =
        problems.length > 0 ? problems.join("\n") : seal ? `Seal ${seal.seq} ${seal.mac}` : "Nothing new to seal.";
      return { json: { seal, problems }, text, failed: problems.length > 0 };
    },
  },
  {
    name: "audit retire",
    summary: "Remove entries older than AUDIT_RETENTION allows, as the worker does every day.",
    async run() {
      const { removed, refused } = await retireEntries({ witnessFile: witnessFile() });
      const text = refused
        ? `Nothing was removed, because the log does not verify.\n${refused.summary}`
        : `${removed} entries were removed.`;
      return { json: { removed, refused }, text, failed: refused !== null };
    },
  },
  {
    name: "audit accept",
    summary: "After restoring a backup: accept the log as it is now, and record that in it.",
    options: {
      reason: { type: "string", value: "TEXT", summary: "why the log may be shorter than it was", required: true },
    },
    async run(input) {
      const { before, seal } = await acceptRestore(systemActor, input.text("reason") ?? "", witnessFile());
      return {
        json: { before, seal },
        text: `The log continues from seal ${seal?.seq ?? 0}; seal ${before ?? 0} was known before.`,
      };
    },
  },
];
