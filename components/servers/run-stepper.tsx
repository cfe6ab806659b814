"use client";

import { IconAlertTriangle, IconArrowBackUp, IconCheck, IconMinus } from "@tabler/icons-react";
import { formatDuration } from "@/lib/core/units";
import type { ServerEventView } from "@/lib/game-servers/contract";
import classes from "./run-stepper.module.css";
import type { Progress } from "./use-server";

/** What the steps of a kind are called, and those of a create in order. */
export type StepWords = { labels: Record<string, string>; create: readonly string[] };

const labels: Record<string, string> = {
  accept: "Accepted",
  reserve: "Reserve the port",
  pull: "Pull the image",
  storage: "Network and volume",
  install: "Install",
  create: "Create the container",
  ensure: "Check the container",
  start: "Start",
  ready: "Wait for the game",
  stop: "Save and stop",
  kill: "Kill",
  remove: "Remove the container",
  wipe: "Remove the files",
  release: "Release the port",
};

const serverSteps: StepWords = {
  labels,
  create: ["reserve", "pull", "storage", "install", "create", "start", "ready"],
};

type StepState = { step: string; status: string; message: string; durationMs: number | null };

/** The steps of the last run with their times. */
export function stepsOfLastRun(events: ServerEventView[], status: string, words = serverSteps): StepState[] {
  const { labels, create } = words;
  const run = events.findLast(
    (event) => event.run !== null && event.step in labels && event.status !== "succeeded",
  )?.run;
  const byStep = new Map<string, StepState>();
  const startedAt = new Map<string, number>();
  for (const event of events) {
    if (event.run !== run || !(event.step in labels) || event.step === "accept") continue;
    if (event.status === "succeeded") continue;
    if (event.status === "running") startedAt.set(event.step, Date.parse(event.at));
    const began = startedAt.get(event.step);
    // A step that is undone after its failure is shown as failed; its undo adds no information.
    const isUndoing = event.status === "undone" || event.status === "undo_failed";
    if (isUndoing && byStep.get(event.step)?.status === "failed") continue;
    const durationMs = event.durationMs ?? (event.status !== "running" && began ? Date.parse(event.at) - began : null);
    byStep.set(event.step, { step: event.step, status: event.status, message: event.message, durationMs });
  }
  const planned = status === "provisioning" && ![...byStep.keys()].includes("wipe") ? create : [];
  const missing = planned
    .filter((step) => !byStep.has(step))
    .map((step) => ({ step, status: "waiting", message: "", durationMs: null }));
  return [...byStep.values(), ...missing];
}

/** Whether the run that sets up the server has not yet reserved its port. Pure. */
export function isReserving(events: ServerEventView[], status: string): boolean {
  if (status !== "provisioning") return false;
  return stepsOfLastRun(events, status).some(
    ({ step, status: state }) => step === "reserve" && (state === "waiting" || state === "running"),
  );
}

export function RunStepper({
  events,
  progress,
  status,
  words = serverSteps,
}: {
  events: ServerEventView[];
  progress: Progress | null;
  status: string;
  words?: StepWords;
}) {
  const { labels } = words;
  const steps = stepsOfLastRun(events, status, words);
  return (
    <ol className={classes.steps}>
      {steps.map(({ step, status: state, message, durationMs }) => (
        <li
          key={step}
          className={classes.step}
          data-state={state}
          aria-current={state === "running" ? "step" : undefined}
        >
          <span className={classes.mark}>
            <Mark state={state} />
          </span>
          <span className={classes.body}>
            <span className={classes.label}>
              {labels[step] ?? step}
              <span className="ln-figure">{durationMs === null ? "" : formatDuration(durationMs)}</span>
            </span>
            <span className={classes.message}>
              {progress?.step === step && state === "running" ? progress.message : state === "failed" ? message : ""}
            </span>
            {progress?.step === step && progress.fraction !== null ? (
              <progress
                className={classes.progress}
                value={progress.fraction}
                max={1}
                aria-label={`${labels[step]}: progress`}
              />
            ) : null}
          </span>
        </li>
      ))}
    </ol>
  );
}

function Mark({ state }: { state: string }) {
  if (state === "done") return <IconCheck size={14} stroke={2.5} aria-label="done" />;
  if (state === "skipped") return <IconMinus size={14} stroke={2.5} aria-label="skipped" />;
  if (state === "failed" || state === "undo_failed") return <IconAlertTriangle size={14} aria-label="failed" />;
  if (state === "undone") return <IconArrowBackUp size={14} aria-label="undone" />;
  return <span className={`${classes.dot} ${state === "running" ? "ln-pulse" : ""}`} role="img" aria-label={state} />;
}
