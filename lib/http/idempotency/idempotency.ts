import type { Actor } from "@/lib/access/actor";
import { sha256 } from "@/lib/core/encryption/crypto";
import { fieldCipher } from "@/lib/core/encryption/field-cipher";
import { defineErrors } from "@/lib/core/errors";
import { beforeCommit, sql, type Tx } from "@/lib/db/transaction";
import { changeClaim, claimKey, freeClaim, purgeKeys, readKept } from "./idempotency.sql";

/**
 * Idempotency-Key: the first call works and its answer is kept, sealed, for 24 hours; the same call again gets that
 * answer. Sealed, because the answer of a create carries credentials. The claim is a lease that the working process
 * renews; the transaction of the work records in the claim that it was committed, and does not commit when another
 * process has taken the key over. When the work fails or its process dies, the key is free again if nothing was
 * committed, and answers `idempotency_answer_lost` if something was: nothing is made twice.
 */
const idempotencyErrors = defineErrors({
  idempotency_key_reused: {
    status: 409,
    title: "The idempotency key was used for another request",
    cure: "Use a new key for a new request.",
  },
  idempotency_key_in_use: {
    status: 409,
    title: "The first request with this key is not answered yet",
    cure: "Send it again after the time in Retry-After.",
    retryable: true,
  },
  idempotency_answer_lost: {
    status: 409,
    title: "The first request was carried out, but its answer was lost",
    cure: "Read the list to find what it created. Use a new key for a new request.",
  },
  idempotency_key_malformed: {
    status: 400,
    title: "The Idempotency-Key is malformed",
    cure: "Use 1 to 128 printable ASCII characters.",
  },
});

const column = "idempotency_key:answer";

type Call = { key: string; actor: Actor; request: Request; body: unknown; headers: Headers };

const leaseSeconds = 10;
const renewMs = 3_000;

export async function withIdempotency(call: Call, work: () => Promise<unknown>): Promise<unknown> {
  if (!/^[\x21-\x7e]{1,128}$/.test(call.key)) throw idempotencyErrors.idempotency_key_malformed();
  const path = new URL(call.request.url).pathname;
  const requestHash = sha256(`${call.request.method} ${path} ${canonical(call.body)}`);
  const id: KeyId = [call.actor.userId ?? "nobody", call.key];
  const claimed = await claim(id, requestHash);
  if (!claimed) return replay(id, call, requestHash);
  const timer = setInterval(() => void renew(claimed).catch(() => {}), renewMs);
  let answer: unknown;
  try {
    answer = await beforeCommit((tx) => markCommitted(tx, claimed), work);
  } catch (error) {
    await release(claimed);
    throw error;
  } finally {
    clearInterval(timer);
  }
  const sealed = fieldCipher().encrypt(JSON.stringify(answer ?? null), column, id.join("/"));
  await sql().run(changeClaim, [...claimed, sealed, false, null]);
  return answer;
}

type KeyId = [actorId: string, key: string];
/** A claim that was taken over has another time: its first process changes nothing any more. */
type Claim = [...KeyId, createdAt: string];

/** Takes the key, or takes it over from a process that died before it committed anything. */
async function claim(id: KeyId, requestHash: string): Promise<Claim | null> {
  const row = await sql().row(claimKey, [...id, requestHash, leaseSeconds]);
  return row && [...id, row.createdAt];
}

async function renew(claimed: Claim): Promise<void> {
  await sql().run(changeClaim, [...claimed, null, false, leaseSeconds]);
}

/** `idempotency_key_in_use` undoes the transaction of a process that renewed too late and lost its claim. */
async function markCommitted(tx: Tx, claimed: Claim): Promise<void> {
  const marked = await tx.run(changeClaim, [...claimed, null, true, null]);
  if (marked === 0) throw idempotencyErrors.idempotency_key_in_use({ retryAfterSeconds: leaseSeconds });
}

/** The work failed: the key is free for a corrected request, unless a part of the work was committed. */
async function release(claimed: Claim): Promise<void> {
  await sql().run(freeClaim, claimed);
}

async function replay(id: KeyId, call: Call, requestHash: string): Promise<unknown> {
  const row = await sql().row(readKept, id);
  if (row && row.requestHash !== requestHash) throw idempotencyErrors.idempotency_key_reused();
  if (row?.sealed) {
    call.headers.set("idempotency-replayed", "true");
    return JSON.parse(fieldCipher().decrypt(row.sealed, column, id.join("/")));
  }
  if (row?.committed && row.leaseSeconds <= 0) throw idempotencyErrors.idempotency_answer_lost();
  const retryAfterSeconds = Math.max(1, Math.ceil(row?.leaseSeconds ?? 1));
  throw idempotencyErrors.idempotency_key_in_use({ retryAfterSeconds });
}

/** JSON with sorted keys: the same body in another order is the same request. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    item !== null && typeof item === "object" && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}

/** Deletes keys older than a day. */
export async function purgeIdempotencyKeys(): Promise<void> {
  await sql().run(purgeKeys);
}
