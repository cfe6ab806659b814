import { keysOf } from "@/lib/core/records";
/** What detection found, and what the owner should do. */
export const securityAlerts = {
  brute_force: {
    title: "Somebody is guessing your password",
    advice: "Nobody signed in. Use a long password and a second factor.",
  },
  password_found: {
    title: "Somebody may have found your password",
    advice: "If the last sign-in was not you, end that session and change your password at once.",
  },
  factor_fatigue: {
    title: "Somebody knows your password",
    advice:
      "Your second factor stopped the sign-in. Give no code to anybody, and change your password now; resetting it by mail also ends a lock against unknown browsers.",
  },
  new_country: {
    title: "A sign-in from a new country",
    advice: "If it was not you, end that session and change your password.",
  },
  impossible_pace: {
    title: "Two sign-ins from distant places",
    advice: "If one of them was not you, end that session and change your password.",
  },
  token_new_network: {
    title: "An API token is used from a new network",
    advice: "If none of your programs changed its network, revoke the token and create a new one.",
  },
  watched_sign_in: {
    title: "A sign-in from a suspicious network",
    advice: "If it was not you, end that session and change your password.",
  },
  session_ended: {
    title: "A suspicious session was ended",
    advice: "If it was you, sign in again. If not, change your password now.",
  },
  token_ended: {
    title: "A suspicious API token was revoked",
    advice: "If one of your programs changed its network, create a new token for it.",
  },
  locked: {
    title: "Your account is locked for unknown browsers",
    advice:
      "Browsers you have signed in from before, passkeys and open sessions still work. Resetting your password by mail ends the lock at once; otherwise it ends within a day.",
  },
} as const;

export const securityAlertKinds = keysOf(securityAlerts);
export type SecurityAlertKind = keyof typeof securityAlerts;
