import { statement } from "@/lib/db/statement";
import { rowLock } from "@/lib/db/statement-kinds.sql";
import { assuranceColumns } from "../factors/assurance";

export const findTokenActor = statement({
  reason: "Part of every request with a token, in one round trip.",
  name: "token_actor",
  text: `
    SELECT t.id, t.user_id AS "userId", u.role, u.name, u.email, t.scopes, t.resource_ids AS "resourceIds", t.addresses,
              t.last_used_ip AS "lastUsedIp", t.last_used_at IS NULL
                OR t.last_used_at < now() - interval '1 minute' AS stale,
    ${assuranceColumns}
       FROM api_token t JOIN app_user u ON u.id = t.user_id
       WHERE (t.token_hash = $1 OR (t.previous_hash = $1 AND t.previous_expires_at > now()))
         AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > now()) AND u.disabled_at IS NULL`,
  columns: {
    id: "text",
    userId: "text",
    role: "role",
    name: "text",
    email: "text",
    scopes: "text[]",
    resourceIds: "text[]?",
    addresses: "text[]?",
    lastUsedIp: "text?",
    stale: "bool",
    hasFactor: "bool",
    factorRequired: "bool",
  },
});

export const findTokenHolder = statement({
  reason: "Runs for every subscription and every change of rights, in one round trip.",
  name: "token_holder",
  text: `
    SELECT t.user_id AS "userId", u.role, u.disabled_at IS NOT NULL AS "isLocked", t.scopes,
      t.resource_ids AS "resourceIds",
              t.addresses, t.token_hash AS hash, t.previous_hash AS "previousHash",
              t.revoked_at IS NOT NULL OR coalesce(t.expires_at <= now(), false) AS "isOver",
              extract(epoch FROM t.expires_at - now())::float8 * 1000 AS "remainingMs",
              extract(epoch FROM t.previous_expires_at - now())::float8 * 1000 AS "previousMs",
    ${assuranceColumns}
       FROM api_token t JOIN app_user u ON u.id = t.user_id WHERE t.id = $1`,
  columns: {
    userId: "text",
    role: "role",
    isLocked: "bool",
    scopes: "text[]",
    resourceIds: "text[]?",
    addresses: "text[]?",
    hash: "text",
    previousHash: "text?",
    isOver: "bool",
    remainingMs: "float8?",
    previousMs: "float8?",
    hasFactor: "bool",
    factorRequired: "bool",
  },
});

export const lockToken = rowLock("api_token");
