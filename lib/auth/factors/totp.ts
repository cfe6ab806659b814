import { generateSecret, generateURI, verifySync } from "otplib";
import { periodSeconds } from "./totp-period";

/** Time-based codes (RFC 6238): six digits, 30 seconds, SHA-1, the current step and its two neighbours. */
const issuer = "LightNode";

/** A new secret of 20 bytes in base 32. */
export function newTotpSecret(): string {
  return generateSecret({ length: 20 });
}

/** What an authenticator app reads from the QR code. */
export function totpUri(secret: string, account: string): string {
  // A colon would end the issuer; addresses have none.
  return generateURI({ issuer, label: account.replaceAll(":", ""), secret });
}

/**
 * The time step the code belongs to, or null when it is none of now ±1 or not later than `lastStep`. Pure. A clock that
 * was set back makes the library throw when it gets `lastStep`, so that is compared here.
 */
export function matchTotpStep(secret: string, code: string, lastStep: number, nowMs: number): number | null {
  if (!/^\d{6}$/.test(code)) return null;
  const result = verifySync({
    secret,
    token: code,
    epoch: Math.floor(nowMs / 1000),
    epochTolerance: periodSeconds,
    period: periodSeconds,
  });
  if (!result.valid || !("timeStep" in result)) return null;
  return result.timeStep > lastStep ? result.timeStep : null;
}
