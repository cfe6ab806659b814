import { randomToken, sha256 } from "@/lib/core/encryption/crypto";
import { newId } from "@/lib/core/ids";
import type { AuthChallenge } from "@/lib/db/generated/client";
import { type Sql, sql, type Tx } from "@/lib/db/transaction";
import { lockActiveUser } from "../../sessions/sessions.sql";
import { factorErrors } from "../errors";
import { insertChallengeRow, purgeOldChallenges } from "../factors.sql";
import { type ChallengePurpose, challengePurpose } from "./challenge-purpose";

/**
 * Challenges: the second step of a sign-in, a step-up, the setup of a factor. Five minutes, five attempts over all
 * factors together, one answer. An attempt is counted before the answer is checked, so that of twenty at once five are
 * checked.
 */
export const challengeSeconds = 300;
export const challengeAttempts = 5;

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

const isOpen = () => ({ consumedAt: null, expiresAt: { gt: new Date() } });

const hashes = { tokenHash: true, destinationHash: true } as const;

function toChallenge(row: Omit<AuthChallenge, keyof typeof hashes> | null): Challenge | null {
  if (!row) return null;
  const { purpose, mailStandsIn, ...challenge } = row;
  return { ...challenge, purpose: challengePurpose.parse(purpose), isEmailFallback: mailStandsIn };
}

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
  const { userId, purpose, sessionId = null } = wanted;
  await db.prisma.authChallenge.updateMany({
    where: { userId, purpose, sessionId, consumedAt: null },
    data: { consumedAt: new Date() },
  });
  return insertChallenge(db, wanted, null);
}

async function insertChallenge(db: Sql, wanted: NewChallenge, tokenHash: string | null): Promise<Challenge> {
  const row = await db.row(insertChallengeRow, [
    newId("challenge"),
    tokenHash,
    wanted.userId,
    wanted.purpose,
    wanted.sessionId ?? null,
    wanted.remember ?? false,
    challengeSeconds,
    wanted.isEmailFallback ?? false,
  ]);
  if (!row) throw factorErrors.challenge_over();
  return row;
}

/** The open challenge that this cookie holds, or null. */
export async function challengeOfToken(token: string | null, purpose: ChallengePurpose): Promise<Challenge | null> {
  if (!token || !/^[\w-]{43}$/.test(token)) return null;
  const where = { tokenHash: sha256(token), purpose, ...isOpen() };
  return toChallenge(await sql().prisma.authChallenge.findUnique({ where, omit: hashes }));
}

/** The latest open challenge of this purpose, of the session; used-up ones included, so that they stay used up. */
export async function ownChallenge(
  userId: string,
  sessionId: string | null,
  purpose: ChallengePurpose,
): Promise<Challenge | null> {
  const row = await sql().prisma.authChallenge.findFirst({
    where: { userId, sessionId, purpose, ...isOpen() },
    omit: hashes,
    orderBy: { id: "desc" },
  });
  return toChallenge(row);
}

/** Takes one of the five attempts; throws `challenge_over` when there is none left. */
export async function takeAttempt(id: string): Promise<void> {
  const { count: taken } = await sql().prisma.authChallenge.updateMany({
    where: { id, attempts: { lt: challengeAttempts }, ...isOpen() },
    data: { attempts: { increment: 1 } },
  });
  if (taken === 0) throw factorErrors.challenge_over();
}

/** Answers the challenge; false when it was answered or ran out meanwhile. */
export async function consumeChallenge(tx: Tx, id: string): Promise<boolean> {
  const { count } = await tx.prisma.authChallenge.updateMany({
    where: { id, ...isOpen() },
    data: { consumedAt: new Date() },
  });
  return count === 1;
}

/** Ends a user's open challenges: a change of password or a lock ends second steps in progress. */
export async function consumeOpenChallenges(tx: Tx, userId: string): Promise<void> {
  await tx.prisma.authChallenge.updateMany({ where: { userId, consumedAt: null }, data: { consumedAt: new Date() } });
}

/**
 * Whether its account may still be signed in to by it: not disabled, and with the password of the first step. Locks the
 * account until the commit, so that a change or a lock at the same time comes before or ends what was opened.
 */
export async function stillStands(tx: Tx, id: string): Promise<boolean> {
  const challenge = await tx.prisma.authChallenge.findUnique({
    where: { id },
    select: { userId: true, createdAt: true },
  });
  if (!challenge?.userId || !(await tx.row(lockActiveUser, [challenge.userId]))) return false;
  const where = { id: challenge.userId };
  const user = await tx.prisma.user.findUnique({ where, select: { passwordChangedAt: true } });
  if (!user) return false;
  return user.passwordChangedAt === null || user.passwordChangedAt <= challenge.createdAt;
}

/** Deletes challenges older than a day. */
export async function purgeChallenges(): Promise<void> {
  await sql().run(purgeOldChallenges);
}
