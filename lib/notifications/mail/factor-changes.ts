import type { NoticeTexts } from "@/lib/i18n/notice-texts";

/** What happened to the second factors of an account. Its mail and its entry in the panel have the texts factorChanged. */
export const factorChangeKinds = ["added", "removed", "backup_codes_made", "backup_code_used", "reset"] as const;
export type FactorChange = (typeof factorChangeKinds)[number];

const methods = ["passkey", "totp", "sms", "email", "backup_code"] as const;

export function factorName(t: NoticeTexts, method: string): string {
  const known = methods.find((name) => name === method);
  return known ? t(`factorName.${known}`) : method;
}
