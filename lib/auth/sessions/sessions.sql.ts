import { statement } from "@/lib/db/statement";
import { expired } from "@/lib/db/statement-kinds.sql";
import { assuranceColumns } from "../factors/assurance";

export const insertSessionRow = statement({
  reason: "Part of every sign-in; uses the clock of the database, as the check of each request does.",
  text: `
    INSERT INTO session (id, token_hash, user_id, scope_resource_id, ip, user_agent, idle_seconds, idle_expires_at,
      absolute_expires_at, amr, mfa_at, device_id, is_new_device)
    VALUES ($1, $2, $3, $4, $5, $6, $7::int, now() + make_interval(secs => $7::int),
      now() + make_interval(secs => $8), $9,
      CASE WHEN $10::boolean THEN now() END, $11, $12)`,
});

export const findSessionActor = statement({
  reason: "Part of every request, in one round trip.",
  name: "session_actor",
  text: `
    SELECT s.id AS "sessionId", s.user_id AS "userId", u.role, u.name, u.email, u.locale,
              s.scope_resource_id AS "scopeResourceId",
              s.idle_seconds AS "idleSeconds", s.last_seen_at < now() - interval '1 minute' AS stale,
              extract(epoch FROM now() - s.auth_at)::float8 AS "authAge",
              extract(epoch FROM now() - s.mfa_at)::float8 AS "mfaAge",
    ${assuranceColumns},
              (SELECT n.id FROM session n WHERE n.user_id = s.user_id AND n.is_new_device AND n.revoked_at IS NULL
                 AND n.id <> s.id AND n.absolute_expires_at > now() LIMIT 1) AS "newDeviceSessionId"
       FROM session s JOIN app_user u ON u.id = s.user_id
       WHERE s.token_hash = $1 AND s.revoked_at IS NULL AND s.idle_expires_at > now()
         AND s.absolute_expires_at > now()
         AND u.disabled_at IS NULL`,
  columns: {
    sessionId: "text",
    userId: "text",
    role: "role",
    name: "text",
    email: "text",
    locale: "text?",
    scopeResourceId: "text?",
    idleSeconds: "int4",
    stale: "bool",
    authAge: "float8",
    mfaAge: "float8?",
    hasFactor: "bool",
    factorRequired: "bool",
    newDeviceSessionId: "text?",
  },
});

export const purgeOldSessions = expired("session", "absolute_expires_at", "30 days");

export const findSessionHolder = statement({
  reason: "Runs for every subscription and every change of rights, in one round trip.",
  name: "session_holder",
  text: `
    SELECT s.user_id AS "userId", u.role, s.scope_resource_id AS "scopeResourceId",
      u.disabled_at IS NOT NULL AS "isLocked",
              s.revoked_at IS NOT NULL AS "isRevoked", s.revoked_reason AS "revokedReason",
              extract(epoch FROM least(s.idle_expires_at,
                s.absolute_expires_at) - now())::float8 * 1000 AS "remainingMs",
    ${assuranceColumns}
       FROM session s JOIN app_user u ON u.id = s.user_id WHERE s.id = $1`,
  columns: {
    userId: "text",
    role: "role",
    scopeResourceId: "text?",
    isLocked: "bool",
    isRevoked: "bool",
    revokedReason: "text?",
    remainingMs: "float8?",
    hasFactor: "bool",
    factorRequired: "bool",
  },
});

export const lockActiveUser = statement({
  reason: "Part of every sign-in; locks the account.",
  text: "SELECT 1 FROM app_user WHERE id = $1 AND disabled_at IS NULL FOR SHARE",
  columns: {
    "?column?": "int4",
  },
});

export const purgeOldDevices = expired("known_device", "last_seen_at", "1 year");
