import { createHash, createHmac, createSecretKey, randomBytes, randomInt } from "node:crypto";
import { isMachineSecret, makeMachineSecret } from "@/lib/core/encryption/machine-secrets";
import { bcryptCompare, bcryptHash } from "@/lib/core/hashing/hash-pool";
import { Slots } from "@/lib/core/hashing/slots";
import { executorErrors } from "../errors";

/**
 * Keys and secrets of executors. Secrets are bcrypt at rest (cost 6, over a pre-hash, since bcrypt reads 72 bytes). As
 * that is too slow for every call, a successful check is cached in this process: under a digest that only this process
 * can make, and bound to the stored hash it was right for. What may be done is read from the row each time, so that a
 * rotation or revocation counts at once in every process.
 */
const secretPrefix = "exs_";
// The secrets carry 256 random bits: no cost makes guessing any harder, and a fleet that restarts pays it all at once.
const cost = 6;
// A flood of restarts queues here, not in the threads that all other work uses.
const slots = new Slots({
  running: 1,
  waiting: 256,
  refusal: (seconds) => executorErrors.executor_busy({ retryAfterSeconds: seconds }),
});
const verdictMs = 5 * 60_000;
const maxVerdicts = 20_000;
const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** A new key: 95 random bits; a name, not a secret. */
export function makeKeyId(): string {
  return `exe_${Array.from({ length: 16 }, () => alphabet[randomInt(62)]).join("")}`;
}

export function isKeyId(text: string): boolean {
  return /^exe_[0-9A-Za-z]{16}$/.test(text);
}

export function makeExecutorSecret(): string {
  return makeMachineSecret(secretPrefix);
}

const preHash = (secret: string) => createHash("sha384").update(secret).digest("base64");

export function hashExecutorSecret(secret: string): Promise<string> {
  return slots.run(() => bcryptHash(preHash(secret), cost));
}

// A key object: creating it from bytes at every call would take a fifteenth of the call's time.
const bootKey = createSecretKey(randomBytes(32));
/** Insertion order is the order of use: the first entry is evicted first. */
const verdicts = new Map<string, { storedHash: string; until: number }>();

/** The stored hash that the secret is the one of, or null; `hashes` are the live ones of this key, read just now. */
export async function hashOfSecret(
  keyId: string,
  secret: string,
  hashes: readonly string[],
  { nowMs = Date.now(), beforeHashing }: { nowMs?: number; beforeHashing?: () => Promise<void> } = {},
): Promise<string | null> {
  if (!isMachineSecret(secret, secretPrefix)) return null;
  const digest = createHmac("sha256", bootKey).update(`${keyId}|${secret}`).digest("base64");
  const known = verdicts.get(digest);
  if (known && known.until > nowMs && hashes.includes(known.storedHash)) {
    verdicts.delete(digest);
    verdicts.set(digest, known);
    return known.storedHash;
  }
  verdicts.delete(digest);
  await beforeHashing?.();
  for (const storedHash of hashes) {
    if (!(await compareOnce(digest, secret, storedHash))) continue;
    remember(digest, storedHash, nowMs);
    return storedHash;
  }
  return null;
}

const comparing = new Map<string, Promise<boolean>>();

/** An executor that reconnects makes several calls at once: they share one comparison. */
function compareOnce(digest: string, secret: string, storedHash: string): Promise<boolean> {
  const id = `${digest} ${storedHash}`;
  const known = comparing.get(id);
  if (known) return known;
  const verdict = slots.run(() => bcryptCompare(preHash(secret), storedHash)).finally(() => comparing.delete(id));
  comparing.set(id, verdict);
  return verdict;
}

function remember(digest: string, storedHash: string, nowMs: number): void {
  verdicts.set(digest, { storedHash, until: nowMs + verdictMs });
  const oldest = verdicts.keys().next();
  if (verdicts.size > maxVerdicts && !oldest.done) verdicts.delete(oldest.value);
}
