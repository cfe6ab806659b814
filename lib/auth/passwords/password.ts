import { createHmac } from "node:crypto";
import { bcryptCompare, bcryptHash, hashThreads } from "@/lib/core/hashing/hash-pool";
import { Slots } from "@/lib/core/hashing/slots";
import { authErrors } from "../errors";

/**
 * Passwords at rest: `b1$` + bcrypt (cost 12) of base64(HMAC-SHA-384(pepper, NFC(password))). The pre-hash is there
 * because bcrypt reads 72 bytes only; the pepper, because a stolen database alone must not be enough to guess them.
 * Hashing runs in threads of its own; a bounded queue limits how long a flood of sign-ins waits.
 */
const scheme = "b1$";
const cost = 12;
/** All kinds of credentials share these threads: a flood of one kind must not delay the others. */
export const hashingSlots = new Slots({
  running: hashThreads,
  waiting: 64,
  refusal: (seconds) => authErrors.sign_in_busy({ retryAfterSeconds: seconds }),
});

function preHash(password: string, pepper: string): string {
  return createHmac("sha384", pepper).update(password.normalize("NFC"), "utf8").digest("base64");
}

export async function hashPassword(password: string, pepper: string): Promise<string> {
  return scheme + (await hashingSlots.run(() => bcryptHash(preHash(password, pepper), cost)));
}

/** A hash of a random value: checked for unknown accounts, so that they take as long as known ones. */
const nobody = `${scheme}$2b$12$C6UzMDM.H6dfI/f/IKcEeO7c0q2qP2Z1r4Z8T1r5V6m0e9o9i3b0K`;

/** Whether the password is correct; false, after the same time, when there is no stored hash. */
export async function verifyPassword(password: string, stored: string | null, pepper: string): Promise<boolean> {
  const candidate = stored ?? nobody;
  if (!candidate.startsWith(scheme)) return false;
  const fits = await hashingSlots.run(() => bcryptCompare(preHash(password, pepper), candidate.slice(scheme.length)));
  return fits && stored !== null;
}
