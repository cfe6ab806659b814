import { IconAlertTriangle, IconArrowBackUp, IconCheck, IconMinus } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { stateWord, useStateTexts } from "@/components/ui/state-words";
import { useUnits } from "@/components/ui/use-units";
import classes from "./run-stepper.module.css";
import type { StepState } from "./run-steps";

/** How far the current step is; it is not part of the timeline. */
export type Progress = { step: string; fraction: number | null; message: string };

type Props = { steps: readonly StepState[]; labels: Readonly<Record<string, string>>; progress: Progress | null };

/** The steps of a run with their times, the current one with its progress, a failed one with its reason. */
export function RunStepper({ steps, labels, progress }: Props) {
  return (
    <ol className={classes.steps}>
      {steps.map((state) => (
        <Step
          key={state.step}
          {...state}
          label={labels[state.step] ?? state.step}
          progress={state.status === "running" && progress?.step === state.step ? progress : null}
        />
      ))}
    </ol>
  );
}

type StepProps = StepState & { label: string; progress: Progress | null };

function Step({ status, message, durationMs, label, progress }: StepProps) {
  const units = useUnits();
  const t = useTranslations("runs");
  const text = progress?.message ?? (status === "failed" || status === "undo_failed" ? message : "");
  return (
    <li className={classes.step} data-state={status} aria-current={status === "running" ? "step" : undefined}>
      <span className={classes.mark}>
        <Mark state={status} />
      </span>
      <span className={classes.label}>{label}</span>
      <span className={`${classes.time} ln-figure`}>{durationMs === null ? "" : units.duration(durationMs)}</span>
      {text ? <span className={classes.message}>{text}</span> : null}
      {progress && progress.fraction !== null ? (
        <progress
          className={classes.progress}
          value={progress.fraction}
          max={1}
          aria-label={t("progress2", { label })}
        />
      ) : null}
    </li>
  );
}

function Mark({ state }: { state: string }) {
  const tStates = useStateTexts();
  const t = useTranslations("runs");
  if (state === "done") return <IconCheck size={14} stroke={2.5} role="img" aria-label={t("done2")} />;
  if (state === "skipped") return <IconMinus size={14} stroke={2.5} role="img" aria-label={t("skipped")} />;
  if (state === "failed" || state === "undo_failed") {
    return <IconAlertTriangle size={14} role="img" aria-label={t("failed")} />;
  }
  if (state === "undone")
    return <IconArrowBackUp size={14} className="ln-mirror" role="img" aria-label={t("undone2")} />;
  return (
    <span
      className={`${classes.dot} ${state === "running" ? "ln-pulse" : ""}`}
      role="img"
      aria-label={stateWord(tStates, state)}
    />
  );
}
