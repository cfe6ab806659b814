import { keysOf } from "@/lib/core/records";

/** What happened to the second factors of an account, as its mail and its entry in the panel say it. */
export const factorChanges = {
  added: "A second factor was added",
  removed: "A second factor was removed",
  backup_codes_made: "New backup codes were made",
  backup_code_used: "A backup code was used",
  reset: "Your second factors were reset",
} as const;

export const factorChangeKinds = keysOf(factorChanges);
export type FactorChange = keyof typeof factorChanges;

const names: Record<string, string> = {
  passkey: "passkey",
  totp: "authenticator app",
  sms: "text message",
  email: "e-mail",
  backup_code: "backup codes",
};

export const factorName = (method: string): string => names[method] ?? method;
