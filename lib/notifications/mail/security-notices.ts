/** Changes of an account. Their texts are securityNotices of lib/i18n/messages: `text` is for the mail, which may go to an address that the account no longer has. */
export const securityNoticeKinds = [
  "password_changed",
  "password_reset",
  "email_change_requested",
  "email_changed",
  "role_changed",
  "account_locked",
] as const;
export type SecurityNoticeKind = (typeof securityNoticeKinds)[number];
