import { FieldCipher } from "@/lib/core/crypto";
import { env } from "@/lib/core/env";

/** What a stolen database must not tell about factors: TOTP secrets and phone numbers. */
let cipher: FieldCipher | undefined;

export const secretColumn = "second_factor:secret_sealed";
export const targetColumn = "auth_challenge:target_sealed";

export function factorCipher(): FieldCipher {
  cipher ??= new FieldCipher(env().ENCRYPTION_KEYS);
  return cipher;
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
