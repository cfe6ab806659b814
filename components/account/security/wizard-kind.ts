export type WizardKind = "totp" | "passkey" | "sms" | "email" | "backup_codes";
