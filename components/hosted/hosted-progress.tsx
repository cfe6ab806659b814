import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { RunCard } from "@/components/runs/run-card";
import type { HostedEventView, HostedView } from "@/lib/hosted-services/contract";
import { hostedWords } from "./hosted-words";

type Props = { view: HostedView; events: HostedEventView[]; noun: string; retry: ReactNode };

/** The steps of a current run, and why the last one failed. */
export function HostedProgress({ view: { status, failure }, events, noun, retry }: Props) {
  const t = useTranslations("hosted");
  return (
    <RunCard
      events={events}
      status={status}
      words={hostedWords(t)}
      progress={null}
      failure={failure}
      noun={noun}
      retry={status === "failed" ? retry : null}
    />
  );
}
