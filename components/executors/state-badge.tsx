import { useTranslations } from "next-intl";
import { stateWord, useStateTexts } from "@/components/ui/state-words";
import classes from "@/components/ui/status-pill.module.css";
import { keysOf } from "@/lib/core/records";
import type { CommandState } from "@/lib/executors/commands/contract";
import type { Presence } from "@/lib/executors/contract";
import type { RolloutView } from "@/lib/executors/rollouts/contract";

type Texts = ReturnType<typeof useTranslations<"executors">>;

type Tone = "good" | "busy" | "warn" | "bad" | "idle";

const presenceWords = (t: Texts): Record<Presence, { label: string; tone: Tone }> => ({
  never: { label: t("waiting"), tone: "busy" },
  online: { label: t("online"), tone: "good" },
  late: { label: t("late"), tone: "warn" },
  offline: { label: t("offline"), tone: "bad" },
  flapping: { label: t("flapping"), tone: "warn" },
  revoked: { label: t("revoked"), tone: "idle" },
});

/** For filters, in this order. */
export const presenceChoices = (t: Texts) =>
  keysOf(presenceWords(t)).map((value) => ({
    value,
    label: presenceWords(t)[value].label,
  }));

const commandTones: Record<CommandState, Tone> = {
  queued: "busy",
  delivered: "busy",
  acked: "busy",
  running: "busy",
  done: "good",
  failed: "bad",
  expired: "warn",
  cancelled: "idle",
};

const commandWords = (t: Texts): Partial<Record<CommandState, string>> => ({
  queued: t("waiting"),
  acked: t("delivered"),
});

const rolloutWords = (t: Texts): Record<RolloutView["state"], { label: string; tone: Tone }> => ({
  running: { label: t("running"), tone: "busy" },
  halted: { label: t("halted"), tone: "bad" },
  done: { label: t("done2"), tone: "good" },
  rolled_back: { label: t("rolledBack"), tone: "idle" },
});

function Badge({ label, tone }: { label: string; tone: Tone }) {
  return (
    <span className={classes.badge} data-tone={tone}>
      <span className={`${classes.dot} ${tone === "busy" ? "ln-pulse" : ""}`} aria-hidden="true" />
      {label}
    </span>
  );
}

/** The presence of an executor as a word; the word carries the meaning, not only the colour. */
export function PresenceBadge({ presence }: { presence: Presence }) {
  const t = useTranslations("executors");
  return <Badge {...presenceWords(t)[presence]} />;
}

/** `attempts`: how often it was pushed. A push does not prove that it arrived. */
export function CommandBadge({ state, attempts }: { state: CommandState; attempts: number }) {
  const t = useTranslations("executors");
  const tStates = useStateTexts();
  const label =
    state === "queued" && attempts > 0
      ? t("sentNotYetReceived")
      : (commandWords(t)[state] ?? stateWord(tStates, state));
  return <Badge label={label} tone={commandTones[state]} />;
}

export function RolloutBadge({ state }: { state: RolloutView["state"] }) {
  const t = useTranslations("executors");
  return <Badge {...rolloutWords(t)[state]} />;
}
