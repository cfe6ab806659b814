import type { useTranslations } from "next-intl";
import type { Measure, Outcome, Response, SignalAction, SignalKind } from "@/lib/auth/detection/contract";

type Texts = ReturnType<typeof useTranslations<"admin.security">>;

/** Texts of the security page. */
export const kindWords = (t: Texts): Record<SignalKind, string> => ({
  brute_force: t("guessingOneAccountsPassword"),
  credential_stuffing: t("manyAccountsFromOne"),
  factor_fatigue: t("repeatedSecondFactorAttempts"),
  new_country: t("signInFromA"),
  impossible_pace: t("impossibleTravel"),
  token_new_network: t("tokenUsedFromA"),
});

export const responseWords = (t: Texts): Record<Response, string> => ({
  observe: t("showItHereOnly"),
  notify: t("notifyTheOwnerBy"),
  slow: t("slowTheNetworkDown"),
  challenge: t("askForASecond"),
  block: t("blockTheNetwork"),
  lock: t("lockForUnknownBrowsers"),
  revoke: t("endTheSessionOr"),
});

/** The response to a signal, in the past tense. */
export const doneWords = (t: Texts): Record<Response, string> => ({
  observe: t("nothingWasDone"),
  notify: t("theOwnerWasNotified"),
  slow: t("slowedToOneAttempt"),
  challenge: t("aSecondStepIs"),
  block: t("theNetworkIsBlocked2"),
  lock: t("lockedForUnknownBrowsers"),
  revoke: t("theSessionOrToken"),
});

export const measureWords = (t: Texts): Record<Measure, string> => ({
  slow: t("oneAttemptAMinute"),
  challenge: t("secondStepNeeded"),
  block: t("blocked"),
  lock: t("knownBrowsersOnly"),
});

export const actionWords = (t: Texts): Record<SignalAction, { label: string; done: string }> => ({
  dismiss: { label: t("dismiss"), done: t("theSignalIsDismissed") },
  block_network: { label: t("blockNetwork"), done: t("theNetworkIsBlocked") },
  lock_account: { label: t("lockAccount"), done: t("onlyKnownBrowsersCan") },
  revoke_sessions: { label: t("endSessions"), done: t("allSessionsOfThe") },
  revoke_token: { label: t("revokeToken"), done: t("theTokenIsRevoked") },
});

/** Outcomes as the chart groups them: those with the same meaning have one colour. */
export const outcomeGroups = (t: Texts): { label: string; outcomes: Outcome[]; light: string; dark: string }[] => [
  { label: t("signedIn"), outcomes: ["succeeded"], light: "#0c7a65", dark: "#2bbb9b" },
  { label: t("secondStepRequested"), outcomes: ["factor_asked", "factor_sent"], light: "#4a6fa5", dark: "#7ea3d8" },
  {
    label: t("wrongPasswordOrCode"),
    outcomes: ["wrong_password", "unknown_account", "factor_wrong"],
    light: "#b7791f",
    dark: "#e0a64a",
  },
  { label: t("refused"), outcomes: ["limited", "blocked"], light: "#c53030", dark: "#f07a7a" },
];

export const countOf = (counts: Partial<Record<Outcome, number>>, outcomes: readonly Outcome[]): number =>
  outcomes.reduce((sum, outcome) => sum + (counts[outcome] ?? 0), 0);

/** `21 Nov 14:00`, in UTC, the same on the server and in the browser. */
export function utcLabel(at: string): string {
  const date = new Date(at);
  const month = date.toLocaleString("en", { month: "short", timeZone: "UTC" });
  return `${date.getUTCDate()} ${month} ${at.slice(11, 16)}`;
}

/** "15 minutes": in the largest unit that divides it. */
export function windowText(t: Texts, seconds: number): string {
  if (seconds >= 86_400 && seconds % 86_400 === 0) return t("days", { count: seconds / 86_400 });
  if (seconds >= 3_600 && seconds % 3_600 === 0) return t("hours", { count: seconds / 3_600 });
  if (seconds >= 60 && seconds % 60 === 0) return t("minutes", { count: seconds / 60 });
  return t("seconds", { count: seconds });
}
