"use client";

import { CloseButton } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { CopyAction } from "@/components/ui/copy/copy-action";
import { useUnits } from "@/components/ui/use-units";
import type { TimelineEntry } from "@/lib/workloads/contract";
import { Celebration } from "./celebration";
import classes from "./run-card.module.css";
import { type Progress, RunStepper } from "./run-stepper";
import { lastRun, type RunEnd, type RunWords, type ShownRun } from "./run-steps";
import { useRunCard } from "./use-run-card";

type Texts = ReturnType<typeof useTranslations<"runs">>;

type Failure = { message: string; cure: string | null };

type Props = {
  events: readonly TimelineEntry[];
  /** State of the resource. */
  status: string;
  words: RunWords;
  progress: Progress | null;
  /** When the page was made, by the server's clock; without it, only a run that was watched stays after its end. */
  renderedAt?: string;
  /** Why the last run failed; null after a success. */
  failure: Failure | null;
  /** The word for the resource in texts, as "server". */
  noun: string;
  /** What people use once it works. */
  address?: string | null;
  retry?: ReactNode;
};

/** The last run of anything: its steps while it runs and after it, what came out of it, and what to do after a failure. */
export function RunCard({ events, status, words, progress, renderedAt, failure, noun, address, retry }: Props) {
  const units = useUnits();
  const t = useTranslations("runs");
  const run = lastRun(events, status, words);
  const isSettling = words.plansOf(status, new Set()).length > 0;
  const hasFailed = failure !== null && !isSettling;
  const isInProgress = isSettling || (run !== null && run.end === null);
  const hasResult = run?.end?.status === "succeeded" && run.end.kind in words.ended;
  const settling = isSettling ? status : null;
  const { isShown, lastSettling, close } = useRunCard(run, {
    settling,
    isInProgress,
    hasResult,
    hasFailed,
    renderedAt,
  });
  const steps = run?.steps ?? [];
  if (!isShown || (steps.length === 0 && !hasFailed)) return null;
  const hasSucceeded = run?.end?.status === "succeeded" && !isInProgress && !hasFailed;
  const isNew = hasSucceeded && run?.end?.kind === "create";
  const state = hasFailed ? "failed" : hasSucceeded ? "succeeded" : "current";
  return (
    <section className={`ln-card ${classes.card}`} data-state={state} aria-label={t("progress")}>
      {isNew && run?.id ? <Celebration runId={run.id} /> : null}
      <div className={classes.head}>
        <h2 className={classes.title} aria-live="polite">
          {hasSucceeded ? <IconCircleCheck size={20} className={classes.done} aria-hidden="true" /> : null}
          {hasFailed
            ? failedTitle(t, status, noun, words)
            : titleOf({ t, units }, hasSucceeded ? run.end : null, lastSettling ?? status, words)}
        </h2>
        {hasSucceeded && address ? (
          <span className={classes.address}>
            <code>{address}</code>
            <CopyAction label={t("addressOfTheRun")} value={address} />
          </span>
        ) : null}
        {hasSucceeded ? (
          <CloseButton data-local className={classes.close} aria-label={t("closeTheProgress")} onClick={close} />
        ) : null}
      </div>
      {steps.length > 0 ? <RunStepper steps={steps} labels={words.labels} progress={progress} /> : null}
      {hasFailed && failure ? <Reason run={run} failure={failure} retry={retry} /> : null}
    </section>
  );
}

const current = (t: Texts): Record<string, string> => ({
  provisioning: t("settingUp"),
  starting: t("starting"),
  stopping: t("stopping"),
  deleting: t("deleting"),
});

function titleOf(
  { t, units }: { t: Texts; units: ReturnType<typeof useUnits> },
  end: RunEnd | null,
  status: string,
  { ended }: RunWords,
): string {
  if (!end) return current(t)[status] ?? t("inProgress");
  const word = ended[end.kind] ?? t("done");
  return end.durationMs === null ? word : t("wordIn", { word, duration: units.duration(end.durationMs) });
}

function failedTitle(t: Texts, status: string, noun: string, { made }: RunWords): string {
  return status === "failed" ? t("theCouldNotBe", { noun, made }) : t("theLastChangeFailed");
}

function Reason({ run, failure, retry }: { run: ShownRun | null; failure: Failure; retry: ReactNode }) {
  const t = useTranslations("runs");
  const undone = run?.undone ?? [];
  const isOnStep = run?.steps.some(({ message }) => message === failure.message) ?? false;
  return (
    <div className={classes.reason} role="status">
      {isOnStep ? null : <p className={classes.message}>{failure.message}</p>}
      {undone.length > 0 ? <p className={classes.text}>{t("undone", { undone: undone.join(", ") })}</p> : null}
      {failure.cure && !failure.message.includes(failure.cure) ? (
        <p className={classes.text}>{t("whatToDo", { cure: failure.cure })}</p>
      ) : null}
      {retry ? <div>{retry}</div> : null}
    </div>
  );
}
