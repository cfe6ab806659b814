import { statement } from "@/lib/db/statement";
import { assuranceColumns } from "../factors/assurance";

export const findTokenActor = statement({
  reason: "Part of every request with a token, in one round trip.",
  name: "token_actor",
  text: `
    SELECT t.id, t.user_id AS "userId", u.role, u.name, u.email, t.scopes, t.server_ids AS "serverIds", t.addresses,
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
    serverIds: "text[]?",
    addresses: "text[]?",
    lastUsedIp: "text?",
    stale: "bool",
    hasFactor: "bool",
    factorRequired: "bool",
  },
});

export const touchToken = statement({
  reason: "Runs once a minute for each token in use.",
  text: `
    UPDATE api_token SET last_used_at = now(), last_used_ip = $2, last_used_agent = $3 WHERE id = $1`,
});

export const findTokenHolder = statement({
  reason: "Runs for every subscription and every change of rights, in one round trip.",
  name: "token_holder",
  text: `
    SELECT t.user_id AS "userId", u.role, u.disabled_at IS NOT NULL AS "isLocked", t.scopes,
      t.server_ids AS "serverIds",
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
    serverIds: "text[]?",
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

export const listOwnTokens = statement({
  reason: "Null servers are all servers, an empty list is none; Prisma Client reads both as an empty list.",
  text: `
    SELECT id, name, scopes, start, server_ids AS servers, addresses, expires_at AS "expiresAt",
      last_used_at AS "lastUsedAt", last_used_ip AS "lastUsedIp", created_at AS "createdAt",
      CASE WHEN previous_expires_at > now() THEN previous_expires_at END AS "previousUntil"
    FROM api_token WHERE user_id = $1 AND revoked_at IS NULL ORDER BY id DESC LIMIT 1000`,
  columns: {
    id: "text",
    name: "text",
    scopes: "text[]",
    start: "text",
    servers: "text[]?",
    addresses: "text[]?",
    expiresAt: "timestamptz?",
    lastUsedAt: "timestamptz?",
    lastUsedIp: "text?",
    createdAt: "timestamptz",
    previousUntil: "timestamptz?",
  },
});

export const rotateHash = statement({
  reason: "Moves the value of one column to another.",
  text: `
    UPDATE api_token SET previous_hash = token_hash, previous_expires_at = now() + make_interval(mins => $4),
      token_hash = $3, start = $5, rotated_at = now()
    WHERE id = $1 AND user_id = $2 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())
    RETURNING previous_expires_at AS until`,
  columns: {
    until: "timestamptz",
  },
});
