import { randomToken, sha256 } from "@/lib/core/crypto";
import { newId } from "@/lib/core/ids";
import { type Sql, sql, type Tx } from "@/lib/db/transaction";
import { factorErrors } from "./errors";

/**
 * Challenges: the second step of a sign-in, a step-up, the setup of a factor. Five minutes, five attempts over all
 * factors together, one answer. An attempt is counted before the answer is checked, so that of twenty at once five are
 * checked.
 */
export const challengeSeconds = 300;
export const challengeAttempts = 5;

export type ChallengePurpose =
  | "sign_in"
  | "passkey_sign_in"
  | "step_up"
  | "enrol_sms"
  | "enrol_email"
  | "enrol_passkey";

export type Challenge = {
  id: string;
  userId: string | null;
  purpose: ChallengePurpose;
  sessionId: string | null;
  attempts: number;
  codeMethod: string | null;
  codeHash: string | null;
  codesSent: number;
  targetSealed: string | null;
  webauthnChallenge: string | null;
  remember: boolean;
  /** The account has no factor, and a code by e-mail is the fallback (lib/auth/detection). */
  isEmailFallback: boolean;
  expiresAt: Date;
};

const columns = `id, user_id AS "userId", purpose, session_id AS "sessionId", attempts, code_method AS "codeMethod",
  code_hash AS "codeHash", codes_sent AS "codesSent", target_sealed AS "targetSealed",
  webauthn_challenge AS "webauthnChallenge", remember, mail_stands_in AS "isEmailFallback", expires_at AS "expiresAt"`;
const open = "consumed_at IS NULL AND expires_at > now()";

export type NewChallenge = {
  purpose: ChallengePurpose;
  userId: string | null;
  sessionId?: string | null;
  remember?: boolean;
  isEmailFallback?: boolean;
};

/** Makes a challenge that a cookie holds; its token exists nowhere else. */
export async function createCookieChallenge(db: Sql, wanted: NewChallenge): Promise<{ id: string; token: string }> {
  const token = randomToken(32);
  return { id: (await insertChallenge(db, wanted, sha256(token))).id, token };
}

/** Makes a challenge that belongs to a session (or token's user); earlier ones of its purpose are over. */
export async function createOwnChallenge(db: Sql, wanted: NewChallenge): Promise<Challenge> {
  await db.run(
    `UPDATE auth_challenge SET consumed_at = now() WHERE user_id = $1 AND purpose = $2
       AND session_id IS NOT DISTINCT FROM $3 AND consumed_at IS NULL`,
    [wanted.userId, wanted.purpose, wanted.sessionId ?? null],
  );
  return insertChallenge(db, wanted, null);
}

async function insertChallenge(db: Sql, wanted: NewChallenge, tokenHash: string | null): Promise<Challenge> {
  const row = await db.row<Challenge>(
    `INSERT INTO auth_challenge (id, token_hash, user_id, purpose, session_id, remember, expires_at, mail_stands_in)
     VALUES ($1, $2, $3, $4, $5, $6, now() + make_interval(secs => $7), $8) RETURNING ${columns}`,
    [
      newId("challenge"),
      tokenHash,
      wanted.userId,
      wanted.purpose,
      wanted.sessionId ?? null,
      wanted.remember ?? false,
      challengeSeconds,
      wanted.isEmailFallback ?? false,
    ],
  );
  if (!row) throw factorErrors.challenge_over();
  return row;
}

/** The open challenge that this cookie holds, or null. */
export async function challengeOfToken(token: string | null, purpose: ChallengePurpose): Promise<Challenge | null> {
  if (!token || !/^[\w-]{43}$/.test(token)) return null;
  return sql().row(`SELECT ${columns} FROM auth_challenge WHERE token_hash = $1 AND purpose = $2 AND ${open}`, [
    sha256(token),
    purpose,
  ]);
}

/** The latest open challenge of this purpose, of the session; used-up ones included, so that they stay used up. */
export async function ownChallenge(
  userId: string,
  sessionId: string | null,
  purpose: ChallengePurpose,
): Promise<Challenge | null> {
  return sql().row(
    `SELECT ${columns} FROM auth_challenge WHERE user_id = $1 AND session_id IS NOT DISTINCT FROM $2 AND purpose = $3
       AND ${open} ORDER BY id DESC LIMIT 1`,
    [userId, sessionId, purpose],
  );
}

/** Takes one of the five attempts; throws `challenge_over` when there is none left. */
export async function takeAttempt(id: string): Promise<void> {
  const taken = await sql().run(
    `UPDATE auth_challenge SET attempts = attempts + 1 WHERE id = $1 AND attempts < $2 AND ${open}`,
    [id, challengeAttempts],
  );
  if (taken === 0) throw factorErrors.challenge_over();
}

/** Answers the challenge; false when it was answered or ran out meanwhile. */
export async function consumeChallenge(tx: Tx, id: string): Promise<boolean> {
  return (await tx.run(`UPDATE auth_challenge SET consumed_at = now() WHERE id = $1 AND ${open}`, [id])) === 1;
}

/** Ends a user's open challenges: a change of password or a lock ends second steps in progress. */
export async function consumeOpenChallenges(tx: Tx, userId: string): Promise<void> {
  await tx.run("UPDATE auth_challenge SET consumed_at = now() WHERE user_id = $1 AND consumed_at IS NULL", [userId]);
}

/**
 * Whether its account may still be signed in to by it: not disabled, and with the password of the first step. Locks the
 * account until the commit, so that a change or a lock at the same time comes before or ends what was opened.
 */
export async function stillStands(tx: Tx, id: string): Promise<boolean> {
  const row = await tx.row(
    `SELECT 1 FROM app_user u JOIN auth_challenge c ON c.user_id = u.id
     WHERE c.id = $1 AND u.disabled_at IS NULL
       AND (u.password_changed_at IS NULL OR u.password_changed_at <= c.created_at) FOR SHARE OF u`,
    [id],
  );
  return row !== null;
}

/** Deletes challenges older than a day. */
export async function purgeChallenges(): Promise<void> {
  await sql().run("DELETE FROM auth_challenge WHERE expires_at < now() - interval '1 day'");
}
