import type { FieldCipher } from "@/lib/core/encryption/crypto";
import { fieldCipher } from "@/lib/core/encryption/field-cipher";

/** What a stolen database must not reveal about factors: TOTP secrets and phone numbers. */
export const secretColumn = "second_factor:secret_sealed";
export const targetColumn = "auth_challenge:target_sealed";

export function factorCipher(): FieldCipher {
  return fieldCipher();
}

/** `•••• 4567`: enough to recognise one's own number. */
export function maskPhone(phone: string): string {
  return `•••• ${phone.slice(-4)}`;
}

/** `a•••@example.net`. */
export function maskEmail(email: string): string {
  const [local = "", domain = ""] = email.split("@");
  return `${local.slice(0, 1)}•••@${domain}`;
}
