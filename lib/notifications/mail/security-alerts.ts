/** What detection found. Their texts, with what the owner should do, are securityAlerts of lib/i18n/messages. */
export const securityAlertKinds = [
  "brute_force",
  "password_found",
  "factor_fatigue",
  "new_country",
  "impossible_pace",
  "token_new_network",
  "watched_sign_in",
  "session_ended",
  "token_ended",
  "locked",
] as const;
export type SecurityAlertKind = (typeof securityAlertKinds)[number];
