import { keysOf } from "@/lib/core/records";

/** Changes of an account. `text` is for the mail, which may go to an address that the account no longer has. */
export const securityNotices = {
  password_changed: {
    title: "Your password was changed",
    text: "Your other sessions were ended.",
    panel: "Your other sessions were ended.",
  },
  password_reset: {
    title: "Your password was reset",
    text: "It was changed through a link sent to this address; all sessions were ended.",
    panel: "It was changed through a link sent to your address; all sessions were ended.",
  },
  email_change_requested: {
    title: "A change of your e-mail address was requested",
    text: "This address stays in use until the new one is confirmed.",
    panel: "Your address stays in use until the new one is confirmed.",
  },
  email_changed: {
    title: "Your e-mail address was changed",
    text: "Sign in with the new address from now on; this one gets no more mail about the account.",
    panel: "Sign in with the new address from now on.",
  },
  role_changed: {
    title: "Your role was changed",
    text: "An administrator changed what your account may do.",
    panel: "An administrator changed what your account may do.",
  },
  account_locked: {
    title: "Your account was locked",
    text: "An administrator locked it; all sessions were ended.",
    panel: "An administrator locked it; all sessions were ended.",
  },
} as const;

export const securityNoticeKinds = keysOf(securityNotices);
export type SecurityNoticeKind = keyof typeof securityNotices;
