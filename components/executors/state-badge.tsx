import classes from "@/components/ui/status-pill.module.css";
import { keysOf } from "@/lib/core/records";
import type { CommandState } from "@/lib/executors/commands/contract";
import type { Presence } from "@/lib/executors/contract";
import type { RolloutView } from "@/lib/executors/rollouts/contract";

type Tone = "good" | "busy" | "warn" | "bad" | "idle";

const presenceWords: Record<Presence, { label: string; tone: Tone }> = {
  never: { label: "waiting", tone: "busy" },
  online: { label: "online", tone: "good" },
  late: { label: "late", tone: "warn" },
  offline: { label: "offline", tone: "bad" },
  flapping: { label: "flapping", tone: "warn" },
  revoked: { label: "revoked", tone: "idle" },
};

/** For filters, in this order. */
export const presenceChoices = keysOf(presenceWords).map((value) => ({
  value,
  label: presenceWords[value].label,
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

const commandWords: Partial<Record<CommandState, string>> = { queued: "waiting", acked: "delivered" };

const rolloutWords: Record<RolloutView["state"], { label: string; tone: Tone }> = {
  running: { label: "running", tone: "busy" },
  halted: { label: "halted", tone: "bad" },
  done: { label: "done", tone: "good" },
  rolled_back: { label: "rolled back", tone: "idle" },
};

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
  return <Badge {...presenceWords[presence]} />;
}

/** `attempts`: how often it was pushed. A push does not prove that it arrived. */
export function CommandBadge({ state, attempts }: { state: CommandState; attempts: number }) {
  const label = state === "queued" && attempts > 0 ? "sent, not yet received" : (commandWords[state] ?? state);
  return <Badge label={label} tone={commandTones[state]} />;
}

export function RolloutBadge({ state }: { state: RolloutView["state"] }) {
  return <Badge {...rolloutWords[state]} />;
}
