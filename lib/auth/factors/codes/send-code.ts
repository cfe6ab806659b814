import { lockSubjectUntilCommit } from "@/lib/db/locks.sql";
import { sql, transaction } from "@/lib/db/transaction";
import { queueMail } from "@/lib/notifications/mail/queue-mail";
import { type Challenge, challengeSeconds } from "../challenges/challenges";
import { factorErrors } from "../errors";
import { storeCode } from "../factors.sql";
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
      await tx.run(lockSubjectUntilCommit, [subject]);
    }
    return tx.run(storeCode, [
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

/**
 * Seconds until another code may be sent: after the hour's limits, or with the next challenge when this one is used up.
 */
async function secondsUntilNextCode(challenge: Challenge, userId: string, destination: string | null): Promise<number> {
  const { prisma } = sql();
  const recent = { createdAt: { gt: new Date(Date.now() - hourMs) }, codesSent: { gt: 0 } };
  const purpose = challenge.purpose === signInPurpose ? signInPurpose : { not: signInPurpose };
  const orderBy = [{ createdAt: "desc" as const }, { id: "desc" as const }];
  const [ofUser, ofDestination] = await Promise.all([
    prisma.authChallenge.findMany({ where: { ...recent, userId, purpose }, orderBy }),
    destination === null
      ? []
      : prisma.authChallenge.findMany({ where: { ...recent, destinationHash: destination }, orderBy }),
  ]);
  const full = [fullSince(ofUser, codesPerHour), fullSince(ofDestination, messagesPerTelephone)];
  const last = Math.max(...full.map((at) => at?.getTime() ?? 0));
  const freeAtMs = last === 0 ? challenge.expiresAt.getTime() : last + hourMs;
  return Math.max(1, Math.ceil((freeAtMs - Date.now()) / 1000));
}

const hourMs = 3_600_000;
const signInPurpose = "sign_in";

/**
 * The newest challenge with which the codes reach the limit, given the newest first: a code is allowed when it is an hour
 * old. Null: the limit is not reached. Pure.
 */
export function fullSince(sent: readonly { createdAt: Date; codesSent: number }[], most: number): Date | null {
  let count = 0;
  for (const { createdAt, codesSent } of sent) {
    count += codesSent;
    if (count >= most) return createdAt;
  }
  return null;
}
