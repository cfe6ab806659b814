import type { ChallengePurpose } from "@/lib/auth/factors/challenges/challenge-purpose";
import { narrow, statement } from "@/lib/db/statement";
import { expired } from "@/lib/db/statement-kinds.sql";
import type { FactorMethod } from "./contract";

export const insertChallengeRow = statement({
  reason: "Its time is compared with that of a change of password: both are the database's.",
  text: `
    INSERT INTO auth_challenge (id, token_hash, user_id, purpose, session_id, remember, expires_at, mail_stands_in)
       VALUES ($1, $2, $3, $4, $5, $6, now() + make_interval(secs => $7), $8)
         RETURNING id, user_id AS "userId", purpose, session_id AS "sessionId", attempts, code_method AS "codeMethod",
    code_hash AS "codeHash", codes_sent AS "codesSent", target_sealed AS "targetSealed",
    webauthn_challenge AS "webauthnChallenge", remember, mail_stands_in AS "isEmailFallback",
      expires_at AS "expiresAt"`,
  columns: {
    id: "text",
    userId: "text?",
    purpose: narrow<ChallengePurpose>("text"),
    sessionId: "text?",
    attempts: "int4",
    codeMethod: "text?",
    codeHash: "text?",
    codesSent: "int4",
    targetSealed: "text?",
    webauthnChallenge: "text?",
    remember: "bool",
    isEmailFallback: "bool",
    expiresAt: "timestamptz",
  },
});

export const purgeOldChallenges = expired("auth_challenge", "expires_at", "1 day");

/**
 * Codes of sign-ins and codes that a signed-in person requests are counted separately: neither uses up the other.
 */
export const storeCode = statement({
  reason: "Counts and stores in one statement, under a lock.",
  text: `
    UPDATE auth_challenge SET code_method = $2, code_hash = $3, codes_sent = codes_sent + 1,
      destination_hash = coalesce($8, destination_hash)
    WHERE id = $1 AND consumed_at IS NULL AND expires_at > now() AND codes_sent < $4
      AND (SELECT coalesce(sum(codes_sent), 0) FROM auth_challenge
           WHERE user_id = $5 AND (purpose = 'sign_in') = ($7::text = 'sign_in')
             AND created_at > now() - interval '1 hour') < $6
      AND ($8::text IS NULL OR (SELECT coalesce(sum(codes_sent), 0) FROM auth_challenge
           WHERE destination_hash = $8 AND created_at > now() - interval '1 hour') < $9)`,
});

export const listFactorMethods = statement({
  reason: "Part of every sign-in, in one round trip.",
  name: "factor_methods",
  text: `
    SELECT 'passkey' AS method WHERE EXISTS (SELECT 1 FROM passkey WHERE user_id = $1)
    UNION ALL SELECT method FROM second_factor WHERE user_id = $1 AND confirmed_at IS NOT NULL
    UNION ALL SELECT 'backup_code' WHERE EXISTS (SELECT 1 FROM backup_code WHERE user_id = $1 AND used_at IS NULL)`,
  columns: {
    method: narrow<FactorMethod>("text"),
  },
});
