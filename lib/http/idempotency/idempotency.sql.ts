import { statement } from "@/lib/db/statement";
import { expired } from "@/lib/db/statement-kinds.sql";

export const readKept = statement({
  reason: "Compares with the clock of the database, as the lease does.",
  text: `
    SELECT request_hash AS "requestHash", answer_sealed AS sealed, committed,
      extract(epoch FROM lease_until - now())::float8 AS "leaseSeconds"
    FROM idempotency_key WHERE actor_id = $1 AND key = $2`,
  columns: {
    requestHash: "text",
    sealed: "text?",
    committed: "bool",
    leaseSeconds: "float8",
  },
});

export const purgeKeys = expired("idempotency_key", "created_at", "24 hours");

export const claimKey = statement({
  reason: "Claims the key in one round trip.",
  text: `
    INSERT INTO idempotency_key AS k (actor_id, key, request_hash, lease_until)
    VALUES ($1, $2, $3, now() + make_interval(secs => $4))
    ON CONFLICT (actor_id, key) DO UPDATE SET request_hash = excluded.request_hash, status = NULL,
      answer_sealed = NULL,
      created_at = now(), lease_until = excluded.lease_until, committed = false
    WHERE k.created_at < now() - interval '24 hours'
       OR (k.answer_sealed IS NULL AND NOT k.committed AND k.lease_until < now()
           AND k.request_hash = excluded.request_hash)
    RETURNING created_at::text AS "createdAt"`,
  columns: {
    createdAt: "text",
  },
});

export const freeClaim = statement({
  reason: "Frees the key in one statement, whether a part of the work was committed or not.",
  text: `
    WITH removed AS (
      DELETE FROM idempotency_key WHERE actor_id = $1 AND key = $2 AND created_at = $3::timestamptz AND NOT committed)
    UPDATE idempotency_key SET lease_until = now()
    WHERE actor_id = $1 AND key = $2 AND created_at = $3::timestamptz AND committed`,
});

/** $4: the answer; $5: the work was committed; $6: seconds from now to which the lease is renewed; null changes nothing. */
export const changeClaim = statement({
  reason: "Part of every request with a key; the claim is compared in full precision of the database's clock.",
  text: `
    UPDATE idempotency_key SET status = CASE WHEN $4::text IS NULL THEN status ELSE 200 END,
      answer_sealed = coalesce($4, answer_sealed), committed = committed OR $5,
      lease_until = coalesce(now() + make_interval(secs => $6), lease_until)
    WHERE actor_id = $1 AND key = $2 AND created_at = $3::timestamptz`,
});
