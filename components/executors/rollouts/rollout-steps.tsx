import { IconCheck, IconX } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import type { RolloutView } from "@/lib/executors/rollouts/contract";
import classes from "./rollout-steps.module.css";

type Texts = ReturnType<typeof useTranslations<"executors.rollouts">>;

type StepState = "done" | "now" | "failed" | "next";

function stateOf({ state, stage }: RolloutView, index: number): StepState {
  if (state === "done" || index < stage) return "done";
  if (index > stage) return "next";
  return state === "running" ? "now" : "failed";
}

const words = (t: Texts): Record<StepState, string> => ({
  done: t("done"),
  now: t("running"),
  failed: t("stoppedHere"),
  next: t("pending"),
});

/** The shares of a roll-out, and the current one. */
export function RolloutSteps({ rollout }: { rollout: RolloutView }) {
  const t = useTranslations("executors.rollouts");
  return (
    <ol className={classes.steps} aria-label={t("shares2")}>
      {rollout.stages.map((share, index) => {
        const state = stateOf(rollout, index);
        return (
          <li
            key={share}
            className={classes.step}
            data-state={state}
            aria-current={state === "now" ? "step" : undefined}
          >
            <span className={`${classes.mark} ${state === "now" ? "ln-pulse" : ""}`} aria-hidden="true">
              {state === "done" ? <IconCheck size={13} stroke={3} /> : null}
              {state === "failed" ? <IconX size={13} stroke={3} /> : null}
            </span>
            <span className={`${classes.share} ln-figure`}>{share} %</span>
            <span className={classes.word}>{words(t)[state]}</span>
          </li>
        );
      })}
    </ol>
  );
}
