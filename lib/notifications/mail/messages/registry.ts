import type { z } from "zod";
import type { MailKind } from "../define-mail";
import { accountErased } from "./account-erased";
import { accountExists } from "./account-exists";
import { addressChanged } from "./address-changed";
import { channelNotice } from "./channel-notice";
import { notice } from "./notice";
import { passwordReset } from "./password-reset";
import { factorChanged } from "./security/factor-changed";
import { factorResetRequested } from "./security/factor-reset-requested";
import { newDevice } from "./security/new-device";
import { securityAlert } from "./security/security-alert";
import { securityNotice } from "./security/security-notice";
import { signInCode } from "./security/sign-in-code";
import { serverFailedMail } from "./server-failed";
import { statusConfirm } from "./status-confirm";
import { statusUpdate } from "./status-update";
import { testMessage } from "./test-message";
import { verifyEmail } from "./verify-email";

/** Every kind of mail, by the name under which it is queued. */
export const mailKinds = {
  "verify-email": verifyEmail,
  "channel-notice": channelNotice,
  "account-exists": accountExists,
  "account-erased": accountErased,
  "password-reset": passwordReset,
  "security-notice": securityNotice,
  "security-alert": securityAlert,
  "sign-in-code": signInCode,
  "new-device": newDevice,
  "factor-changed": factorChanged,
  "factor-reset-requested": factorResetRequested,
  "address-changed": addressChanged,
  "server-failed": serverFailedMail,
  notice,
  "status-confirm": statusConfirm,
  "status-update": statusUpdate,
  "test-message": testMessage,
} as const;

export type MailTemplate = keyof typeof mailKinds;
type KindOf<T extends MailTemplate> = (typeof mailKinds)[T];
export type MailData<T extends MailTemplate> = KindOf<T> extends MailKind<infer D> ? z.input<D> : never;
