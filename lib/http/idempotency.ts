import type { Actor } from "@/lib/access/actor";
import { type FieldCipher, sha256 } from "@/lib/core/crypto";
import { defineErrors } from "@/lib/core/errors";
import { fieldCipher } from "@/lib/core/field-cipher";
import { sql } from "@/lib/db/transaction";

/**
 * Idempotency-Key: the first call works and its answer is kept, sealed, for 24 hours; the same call again gets that
 * answer. Sealed, because the answer of a create carries credentials.
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
    cure: "Wait a moment and send it again; if it never was answered, look whether the thing exists.",
    retryable: true,
  },
  idempotency_key_malformed: {
    status: 400,
    title: "The Idempotency-Key is malformed",
    cure: "Use 1 to 128 printable ASCII characters.",
  },
});

const column = "idempotency_key:answer";

type Call = { key: string; actor: Actor; request: Request; body: unknown; headers: Headers };

export async function withIdempotency(call: Call, work: () => Promise<unknown>): Promise<unknown> {
  if (!/^[\x21-\x7e]{1,128}$/.test(call.key)) throw idempotencyErrors.idempotency_key_malformed();
  const actorId = call.actor.userId ?? "nobody";
  const path = new URL(call.request.url).pathname;
  const requestHash = sha256(`${call.request.method} ${path} ${canonical(call.body)}`);
  const rowId = `${actorId}/${call.key}`;
  const claimed = await sql().run(
    `INSERT INTO idempotency_key (actor_id, key, request_hash) VALUES ($1, $2, $3)
     ON CONFLICT (actor_id, key) DO UPDATE SET request_hash = excluded.request_hash, status = NULL, answer_sealed = NULL,
       created_at = now() WHERE idempotency_key.created_at < now() - interval '24 hours'`,
    [actorId, call.key, requestHash],
  );
  const cipher = fieldCipher();
  if (claimed === 0) return replay(cipher, actorId, call, requestHash, rowId);
  let answer: unknown;
  try {
    answer = await work();
  } catch (error) {
    // A refused request made nothing: the key stays free for the corrected one.
    await sql().run("DELETE FROM idempotency_key WHERE actor_id = $1 AND key = $2", [actorId, call.key]);
    throw error;
  }
  await sql().run("UPDATE idempotency_key SET status = 200, answer_sealed = $3 WHERE actor_id = $1 AND key = $2", [
    actorId,
    call.key,
    cipher.encrypt(JSON.stringify(answer ?? null), column, rowId),
  ]);
  return answer;
}

async function replay(
  cipher: FieldCipher,
  actorId: string,
  call: Call,
  requestHash: string,
  rowId: string,
): Promise<unknown> {
  const row = await sql().row<{ requestHash: string; sealed: string | null }>(
    `SELECT request_hash AS "requestHash", answer_sealed AS sealed FROM idempotency_key WHERE actor_id = $1 AND key = $2`,
    [actorId, call.key],
  );
  if (row && row.requestHash !== requestHash) throw idempotencyErrors.idempotency_key_reused();
  if (!row?.sealed) throw idempotencyErrors.idempotency_key_in_use({ retryAfterSeconds: 1 });
  call.headers.set("idempotency-replayed", "true");
  return JSON.parse(cipher.decrypt(row.sealed, column, rowId));
}

/** JSON with sorted keys: the same body in another order is the same request. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    item !== null && typeof item === "object" && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}

/** Forgets keys older than a day. */
export async function purgeIdempotencyKeys(): Promise<void> {
  await sql().run("DELETE FROM idempotency_key WHERE created_at < now() - interval '24 hours'");
}
