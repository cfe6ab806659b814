import type { Measure, Outcome, Response, SignalAction, SignalKind } from "@/lib/auth/detection/contract";

/** Texts of the security page. */
export const kindWords: Record<SignalKind, string> = {
  brute_force: "Guessing one account's password",
  credential_stuffing: "Many accounts from one network",
  factor_fatigue: "Repeated second-factor attempts",
  new_country: "Sign-in from a new country",
  impossible_pace: "Impossible travel",
  token_new_network: "Token used from a new network",
};

export const responseWords: Record<Response, string> = {
  observe: "Show it here only",
  notify: "Notify the owner by mail",
  slow: "Slow the network down",
  challenge: "Ask for a second step",
  block: "Block the network",
  lock: "Lock for unknown browsers",
  revoke: "End the session or token",
};

/** The response to a signal, in the past tense. */
export const doneWords: Record<Response, string> = {
  observe: "Nothing was done",
  notify: "The owner was notified by mail",
  slow: "Slowed to one attempt a minute",
  challenge: "A second step is required",
  block: "The network is blocked",
  lock: "Locked for unknown browsers",
  revoke: "The session or token was ended",
};

export const measureWords: Record<Measure, string> = {
  slow: "One attempt a minute",
  challenge: "Second step needed",
  block: "Blocked",
  lock: "Known browsers only",
};

export const actionWords: Record<SignalAction, { label: string; done: string }> = {
  dismiss: { label: "Dismiss", done: "The signal is dismissed." },
  block_network: { label: "Block network", done: "The network is blocked for a day." },
  lock_account: { label: "Lock account", done: "Only known browsers can sign in for a day. The owner was notified." },
  revoke_sessions: { label: "End sessions", done: "All sessions of the account are ended." },
  revoke_token: { label: "Revoke token", done: "The token is revoked." },
};

/** Outcomes as the chart groups them: those with the same meaning have one colour. */
export const outcomeGroups: { label: string; outcomes: Outcome[]; light: string; dark: string }[] = [
  { label: "Signed in", outcomes: ["succeeded"], light: "#0c7a65", dark: "#2bbb9b" },
  { label: "Second step requested", outcomes: ["factor_asked", "factor_sent"], light: "#4a6fa5", dark: "#7ea3d8" },
  {
    label: "Wrong password or code",
    outcomes: ["wrong_password", "unknown_account", "factor_wrong"],
    light: "#b7791f",
    dark: "#e0a64a",
  },
  { label: "Refused", outcomes: ["limited", "blocked"], light: "#c53030", dark: "#f07a7a" },
];

export const countOf = (counts: Partial<Record<Outcome, number>>, outcomes: readonly Outcome[]): number =>
  outcomes.reduce((sum, outcome) => sum + (counts[outcome] ?? 0), 0);

/** `21 Nov 14:00`, in UTC, the same on the server and in the browser. */
export function utcLabel(at: string): string {
  const date = new Date(at);
  const month = date.toLocaleString("en", { month: "short", timeZone: "UTC" });
  return `${date.getUTCDate()} ${month} ${at.slice(11, 16)}`;
}

const windowUnits = [
  { value: "86400", label: "days" },
  { value: "3600", label: "hours" },
  { value: "60", label: "minutes" },
];

/** "for 15 minutes": the largest unit that divides it. */
export function windowText(seconds: number): string {
  const unit = windowUnits.find(({ value }) => seconds % Number(value) === 0 && seconds >= Number(value));
  if (!unit) return `${seconds} seconds`;
  const count = seconds / Number(unit.value);
  return `${count} ${count === 1 ? unit.label.slice(0, -1) : unit.label}`;
}
