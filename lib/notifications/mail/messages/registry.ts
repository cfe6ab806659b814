import type { z } from "zod";
import type { MailKind } from "../define-mail";
import { accountExists } from "./account-exists";
import { passwordReset } from "./password-reset";
import { securityNotice } from "./security-notice";
import { testMessage } from "./test-message";
import { verifyEmail } from "./verify-email";

/** Every kind of mail, by the name under which it is queued. */
export const mailKinds = {
  "verify-email": verifyEmail,
  "account-exists": accountExists,
  "password-reset": passwordReset,
  "security-notice": securityNotice,
  "test-message": testMessage,
} as const;

export type MailTemplate = keyof typeof mailKinds;
type KindOf<T extends MailTemplate> = (typeof mailKinds)[T];
export type MailData<T extends MailTemplate> = KindOf<T> extends MailKind<infer D> ? z.input<D> : never;
