import classes from "./status-pill.module.css";

const tones: Record<string, string> = {
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

/** A state as a word with a coloured dot; the word carries the meaning, not only the colour. */
export function StatusPill({ status }: { status: string }) {
  const tone = tones[status] ?? "idle";
  return (
    <span className={classes.badge} data-tone={tone}>
      <span className={`${classes.dot} ${tone === "busy" ? "ln-pulse" : ""}`} aria-hidden="true" />
      {status}
    </span>
  );
}
