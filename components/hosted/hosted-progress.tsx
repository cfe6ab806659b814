import { Alert } from "@mantine/core";
import type { ReactNode } from "react";
import { RunStepper, type StepWords } from "@/components/servers/run-stepper";
import { Card } from "@/components/ui/page-frame";
import type { HostedEventView, HostedView } from "@/lib/hosted-services/contract";

const words: StepWords = {
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
  create: ["check", "create", "verify"],
};

type Props = { view: HostedView; events: HostedEventView[]; noun: string; retry: ReactNode };

/** The steps of a current run, and why the last one failed. */
export function HostedProgress({ view, events, noun, retry }: Props) {
  const { status, failure } = view;
  const isSettling = status === "provisioning" || status === "deleting" || status === "failed";
  return (
    <>
      {failure ? (
        <Alert
          color="red"
          role="status"
          title={status === "failed" ? `The ${noun} could not be created` : "The last change failed"}
        >
          <span style={{ overflowWrap: "anywhere" }}>{failure.message}</span>
          {status === "failed" && retry ? <div style={{ marginTop: 10 }}>{retry}</div> : null}
        </Alert>
      ) : null}
      {isSettling ? (
        <Card title="Progress">
          <RunStepper events={events} progress={null} status={status} words={words} />
        </Card>
      ) : null}
    </>
  );
}
