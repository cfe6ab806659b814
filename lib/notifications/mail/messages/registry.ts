import type { z } from "zod";
import type { MailKind } from "../define-mail";
import { accountErased } from "./account-erased";
import { accountExists } from "./account-exists";
import { addressChanged } from "./address-changed";
import { factorChanged } from "./factor-changed";
import { factorResetRequested } from "./factor-reset-requested";
import { newDevice } from "./new-device";
import { notice } from "./notice";
import { passwordReset } from "./password-reset";
import { securityAlert } from "./security-alert";
import { securityNotice } from "./security-notice";
import { serverFailedMail } from "./server-failed";
import { signInCode } from "./sign-in-code";
import { testMessage } from "./test-message";
import { verifyEmail } from "./verify-email";

/** Every kind of mail, by the name under which it is queued. */
export const mailKinds = {
  "verify-email": verifyEmail,
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
  "test-message": testMessage,
} as const;

export type MailTemplate = keyof typeof mailKinds;
type KindOf<T extends MailTemplate> = (typeof mailKinds)[T];
export type MailData<T extends MailTemplate> = KindOf<T> extends MailKind<infer D> ? z.input<D> : never;
