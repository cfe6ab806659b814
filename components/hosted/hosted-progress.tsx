import type { ReactNode } from "react";
import { RunCard } from "@/components/runs/run-card";
import type { RunWords } from "@/components/runs/run-steps";
import type { HostedEventView, HostedView } from "@/lib/hosted-services/contract";

/** The plans of lib/hosted-services/resources/hosted-plans.ts. */
const plans: Readonly<Record<string, readonly string[]>> = {
  provisioning: ["check", "create", "verify"],
  deleting: ["remove"],
};

const words: RunWords = {
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

type Props = { view: HostedView; events: HostedEventView[]; noun: string; retry: ReactNode };

/** The steps of a current run, and why the last one failed. */
export function HostedProgress({ view: { status, failure }, events, noun, retry }: Props) {
  return (
    <RunCard
      events={events}
      status={status}
      words={words}
      progress={null}
      failure={failure}
      noun={noun}
      retry={status === "failed" ? retry : null}
    />
  );
}
