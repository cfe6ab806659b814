import { narrow, statement } from "@/lib/db/statement";
import type { ExecutorConfig } from "@/lib/executors/config/contract";

export const findCaller = statement({
  reason: "Part of every call of an executor, in one round trip.",
  name: "executor_by_key",
  text: `
    SELECT id, owner_id AS "ownerId", name, config, config_version AS "configVersion", expires_at AS "expiresAt",
      fence, secret_hash AS "secretHash",
           CASE WHEN previous_until > now() THEN previous_hash END AS "previousHash", addresses,
           revoked_at IS NOT NULL AS "isRevoked", coalesce(expires_at <= now(), false) AS "isExpired",
           last_used_at IS NULL OR last_used_at < now() - interval '1 minute' AS "isStale",
           (SELECT u.disabled_at IS NOT NULL FROM app_user u WHERE u.id = owner_id) AS "isOwnerLocked"
    FROM executor WHERE key_id = $1`,
  columns: {
    id: "text",
    ownerId: "text",
    name: "text",
    config: narrow<ExecutorConfig>("jsonb"),
    configVersion: "int4",
    expiresAt: "timestamptz?",
    fence: "int4",
    secretHash: "text",
    previousHash: "text?",
    addresses: "text[]",
    isRevoked: "bool",
    isExpired: "bool",
    isStale: "bool",
    isOwnerLocked: "bool",
  },
});

export const touchExecutor = statement({
  reason: "Runs once a minute for each executor.",
  text: "UPDATE executor SET last_used_at = now(), last_used_ip = $2 WHERE id = $1",
});

export const findCurrent = statement({
  reason: "Runs for every subscription and every change of rights, in one round trip.",
  name: "executor_current",
  text: `
    SELECT e.secret_hash AS hash, e.previous_hash AS "previousHash", e.addresses,
      e.revoked_at IS NOT NULL AS "isRevoked",
           u.disabled_at IS NOT NULL AS "isOwnerLocked",
           extract(epoch FROM e.expires_at - now())::float8 * 1000 AS "remainingMs",
           extract(epoch FROM e.previous_until - now())::float8 * 1000 AS "previousMs"
    FROM executor e JOIN app_user u ON u.id = e.owner_id WHERE e.id = $1`,
  columns: {
    hash: "text",
    previousHash: "text?",
    addresses: "text[]?",
    isRevoked: "bool",
    isOwnerLocked: "bool",
    remainingMs: "float8?",
    previousMs: "float8?",
  },
});

/** Executors whose old secret ended (its hash is removed), or that expired since $1. */
export const endCredentialsOf = statement({
  reason: "Runs every second in each worker.",
  text: `
    WITH ended AS (
      UPDATE executor SET previous_hash = NULL WHERE previous_hash IS NOT NULL AND previous_until <= now() RETURNING id)
    SELECT now() AS now, ARRAY(
      SELECT id FROM ended
      UNION SELECT id FROM executor WHERE expires_at <= now() AND revoked_at IS NULL
        AND expires_at > coalesce($1::timestamptz, now() - interval '1 minute')) AS ids`,
  columns: { now: "timestamptz", ids: "text[]" },
});
