import { type ArtName, artAddress } from "./art/art";
import { stateWord, useStateTexts } from "./state-words";
import classes from "./status-pill.module.css";

type Tone = "good" | "busy" | "warn" | "bad" | "idle";

const tones: Record<string, Tone> = {
  online: "good",
  up: "good",
  active: "good",
  succeeded: "good",
  done: "good",
  sent: "good",
  ok: "good",
  works: "good",
  verified: "good",
  resolved: "good",
  provisioning: "busy",
  starting: "busy",
  stopping: "busy",
  deleting: "busy",
  running: "busy",
  queued: "busy",
  requested: "busy",
  verifying: "busy",
  due: "busy",
  compensating: "warn",
  draining: "warn",
  maintenance: "warn",
  suspended: "warn",
  held: "warn",
  written: "warn",
  waiting: "warn",
  identified: "warn",
  monitoring: "busy",
  acknowledged: "warn",
  changed: "warn",
  degraded: "warn",
  warning: "warn",
  hint: "idle",
  retrying: "warn",
  different: "warn",
  unconfirmed: "warn",
  deferred: "warn",
  failed: "bad",
  firing: "bad",
  crashed: "bad",
  down: "bad",
  investigating: "bad",
  missing: "bad",
  bounced: "bad",
};

/** Icons of states that differ from the icon of their tone. */
const icons: Record<string, ArtName> = {
  offline: "state-off",
  suspended: "state-held",
  held: "state-held",
  maintenance: "state-held",
};

const iconOfTone = {
  good: "state-good",
  busy: "state-busy",
  warn: "state-warn",
  bad: "state-bad",
  idle: "state-idle",
} as const satisfies Record<Tone, ArtName>;

/** A state as a pill: an icon, a word and a colour. The word is enough to understand it. */
export function StatusPill({ status, label }: { status: string; label?: string }) {
  const t = useStateTexts();
  const tone = tones[status] ?? "idle";
  return (
    <span className={classes.pill} data-tone={tone}>
      <svg className={classes.icon} width="14" height="14" aria-hidden="true">
        <use href={artAddress(icons[status] ?? iconOfTone[tone])} />
      </svg>
      <span className={classes.word}>{label ?? stateWord(t, status)}</span>
    </span>
  );
}
