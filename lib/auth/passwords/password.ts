import { createHmac } from "node:crypto";
import type { Env } from "@/lib/core/env";
import { bcryptCompare, bcryptHash, hashThreads } from "@/lib/core/hashing/hash-pool";
import { Slots } from "@/lib/core/hashing/slots";
import { authErrors } from "../errors";

/**
 * Passwords at rest: `b1$` + bcrypt of base64(HMAC-SHA-384(pepper, NFC(password))). The pre-hash is there because bcrypt
 * reads 72 bytes only; the pepper, because a stolen database alone must not be enough to guess them.
 * Hashing runs in threads of its own; a bounded queue limits how long a flood of sign-ins waits.
 */
const scheme = "b1$";
/** All kinds of credentials share these threads: a flood of one kind must not delay the others. */
export const hashingSlots = new Slots({
  running: hashThreads,
  waiting: 64,
  refusal: (seconds) => authErrors.sign_in_busy({ retryAfterSeconds: seconds }),
});

function preHash(password: string, pepper: string): string {
  return createHmac("sha384", pepper).update(password.normalize("NFC"), "utf8").digest("base64");
}

/** The part of the environment that hashes depend on. */
export type HashSettings = Pick<Env, "PASSWORD_PEPPER" | "PASSWORD_HASH_COST">;

const prefix = (settings: HashSettings) => `${scheme}$2b$${String(settings.PASSWORD_HASH_COST).padStart(2, "0")}$`;

/** Throws `sign_in_busy`. */
export async function hashPassword(password: string, settings: HashSettings): Promise<string> {
  const hashed = preHash(password, settings.PASSWORD_PEPPER);
  return scheme + (await hashingSlots.run(() => bcryptHash(hashed, settings.PASSWORD_HASH_COST)));
}

/** The rest of a hash of a random value: checked for unknown accounts, so that they take as long as known ones. */
const nobody = "C6UzMDM.H6dfI/f/IKcEeO7c0q2qP2Z1r4Z8T1r5V6m0e9o9i3b0K";

/** Whether the password is correct; false, after the same time, when there is no stored hash. Throws `sign_in_busy`. */
export async function verifyPassword(
  password: string,
  stored: string | null,
  settings: HashSettings,
): Promise<boolean> {
  const candidate = stored ?? prefix(settings) + nobody;
  if (!candidate.startsWith(scheme)) return false;
  const hashed = preHash(password, settings.PASSWORD_PEPPER);
  const fits = await hashingSlots.run(() => bcryptCompare(hashed, candidate.slice(scheme.length)));
  return fits && stored !== null;
}

/** Whether a hash was made at another cost than new ones are. */
export function hasOtherCost(stored: string, settings: HashSettings): boolean {
  return !stored.startsWith(prefix(settings));
}
