import type { RunWords } from "@/components/runs/run-steps";

/** The plans of lib/hosted-services/resources/hosted-plans.ts. */
const plans: Readonly<Record<string, readonly string[]>> = {
  provisioning: ["check", "create", "verify"],
  deleting: ["remove"],
};

/** The steps of the runs of what a customer has at a provider. */
export const hostedWords: RunWords = {
  made: "created",
  ended: { create: "Ready", apply: "Changed", resume: "Active again", dump: "Written", restore: "Restored" },
  labels: {
    check: "Check the name",
    create: "Create it at the provider",
    apply: "Change it at the provider",
    verify: "Use it once",
    dump: "Write the dump",
    restore: "Restore the content",
    "last-dump": "Keep a last dump",
    remove: "Remove it from the provider",
  },
  plansOf: (status) => plans[status] ?? [],
  undone: { create: "it was removed from the provider" },
};
