import { sha256 } from "@/lib/core/encryption/crypto";
import { enforceLimit, limitClasses } from "./rate-limit";

/** Five in 15 minutes for one account, from all addresses together; the address's own limit is the route's `limit`. */
export async function limitAccount(purpose: string, email: string, headers?: Headers): Promise<void> {
  await enforceLimit(limitClasses.signIn, `${purpose}:${sha256(email.toLowerCase()).slice(0, 32)}`, headers);
}
