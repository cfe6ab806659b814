import { sql, transaction } from "@/lib/db/transaction";
import { queueMail } from "@/lib/notifications/mail/queue-mail";
import { type Challenge, challengeSeconds } from "./challenges";
import { factorErrors } from "./errors";
import { hashDestination, hashSentCode, newSentCode } from "./sent-codes";
import { sendSms } from "./sms";

const codesPerChallenge = 3;
/**
 * Over all challenges of a user: an attacker who knows a password must not cause high telephone costs or fill a
 * mailbox.
 */
const codesPerHour = 10;
/** Over all accounts, an hour: anybody can create accounts, and a telephone of somebody else must not be flooded. */
const messagesPerTelephone = 5;

// Codes of sign-ins and codes that a signed-in person requests are counted separately: neither uses up the other.
const storeStatement = `
  UPDATE auth_challenge SET code_method = $2, code_hash = $3, codes_sent = codes_sent + 1,
    destination_hash = coalesce($8, destination_hash)
  WHERE id = $1 AND consumed_at IS NULL AND expires_at > now() AND codes_sent < $4
    AND (SELECT coalesce(sum(codes_sent), 0) FROM auth_challenge
         WHERE user_id = $5 AND (purpose = 'sign_in') = ($7::text = 'sign_in')
           AND created_at > now() - interval '1 hour') < $6
    AND ($8::text IS NULL OR (SELECT coalesce(sum(codes_sent), 0) FROM auth_challenge
         WHERE destination_hash = $8 AND created_at > now() - interval '1 hour') < $9)`;

type Delivery = { challenge: Challenge; userId: string; method: "sms" | "email"; target: string };

/**
 * Makes a code for this challenge and sends it; an earlier one of the challenge becomes invalid. At most three per
 * challenge, ten an hour per user and five an hour per telephone, `code_sent_recently` beyond.
 */
export async function deliverCode({ challenge, userId, method, target }: Delivery): Promise<void> {
  const code = newSentCode();
  const destination = method === "sms" ? hashDestination(target) : null;
  const stored = await transaction(async (tx) => {
    // Concurrent requests are counted one after another, by user and by telephone.
    for (const subject of [`codes:${userId}`, ...(destination ? [`codes:${destination}`] : [])]) {
      await tx.rows("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [subject]);
    }
    return tx.run(storeStatement, [
      challenge.id,
      method,
      hashSentCode(challenge.id, code),
      codesPerChallenge,
      userId,
      codesPerHour,
      challenge.purpose,
      destination,
      messagesPerTelephone,
    ]);
  });
  if (stored === 0) {
    const retryAfterSeconds = await secondsUntilNextCode(challenge, userId, destination);
    throw factorErrors.code_sent_recently({ retryAfterSeconds });
  }
  if (method === "sms")
    return sendSms(target, `${code} is your LightNode code. Nobody from LightNode will ask for it.`);
  const data = { code, minutes: challengeSeconds / 60 };
  await queueMail(sql(), { to: target, userId, template: "sign-in-code", data });
}

// The newest challenges of a subject whose codes reach the limit: a code is allowed when the oldest of them is an hour
// old.
const waitStatement = `
  WITH sent AS (
    SELECT created_at, sum(codes_sent) OVER (ORDER BY created_at DESC, id DESC) AS newer, $4::int AS most
    FROM auth_challenge WHERE user_id = $1 AND (purpose = 'sign_in') = ($2::text = 'sign_in')
      AND created_at > now() - interval '1 hour' AND codes_sent > 0
    UNION ALL
    SELECT created_at, sum(codes_sent) OVER (ORDER BY created_at DESC, id DESC), $5::int
    FROM auth_challenge WHERE destination_hash = $3 AND created_at > now() - interval '1 hour' AND codes_sent > 0
  )
  SELECT ceil(extract(epoch FROM max(created_at) + interval '1 hour' - now()))::int AS seconds FROM sent WHERE newer >= most`;

/**
 * Seconds until another code may be sent: after the hour's limits, or with the next challenge when this one is used up.
 */
async function secondsUntilNextCode(challenge: Challenge, userId: string, destination: string | null): Promise<number> {
  const values = [userId, challenge.purpose, destination, codesPerHour, messagesPerTelephone];
  const row = await sql().row<{ seconds: number | null }>(waitStatement, values);
  return row?.seconds ?? Math.max(1, Math.ceil((challenge.expiresAt.getTime() - Date.now()) / 1000));
}
