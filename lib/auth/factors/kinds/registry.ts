import type { FactorMethod } from "../contract";
import { backupCodeKind } from "./backup-code";
import type { FactorKind } from "./kind";
import { passkeyKind } from "./passkey";
import { emailKind, smsKind } from "./sent-code";
import { totpKind } from "./totp";

/** Every kind of second factor, by the name it has in the API. */
export const factorKinds: Record<FactorMethod, FactorKind> = {
  passkey: passkeyKind,
  totp: totpKind,
  sms: smsKind,
  email: emailKind,
  backup_code: backupCodeKind,
};
