import { createHmac, randomInt } from "node:crypto";
import { env } from "@/lib/core/env";

/** Six digits, uniform. Valid for one challenge, which lasts five minutes. */
export function newSentCode(): string {
  return String(randomInt(1_000_000)).padStart(6, "0");
}

/**
 * What is stored of a sent code. Six digits are quickly tried out, so the hash is keyed with a secret the database does
 * not hold, and bound to its challenge: it answers no other.
 */
export function hashSentCode(challengeId: string, code: string): string {
  return createHmac("sha256", env().PASSWORD_PEPPER).update(`${challengeId}:${code}`).digest("hex");
}

/** What is stored of a telephone's number to count the messages that it gets. Keyed: numbers are quickly tried out. */
export function hashDestination(phone: string): string {
  return createHmac("sha256", env().PASSWORD_PEPPER).update(`telephone:${phone}`).digest("hex");
}
