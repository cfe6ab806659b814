import type { Actor } from "@/lib/access/actor";
import { newId } from "@/lib/core/ids";
import { sql, type Tx, transaction } from "@/lib/db/transaction";
import { isSmsConfigured } from "@/lib/notifications/channels/sms/text-message";
import {
  type Challenge,
  consumeChallenge,
  createOwnChallenge,
  ownChallenge,
  takeAttempt,
} from "../challenges/challenges";
import { deliverCode } from "../codes/send-code";
import { factorErrors } from "../errors";
import { fitsSentCode } from "../kinds/sent-code";
import { requirePerson } from "../require-person";
import { factorCipher, maskEmail, maskPhone, secretColumn, targetColumn } from "../sealed";
import { backupCodesForFirst, type Enrolled, finishEnrolment } from "./enrol";

export type CodeSent = { sentTo: string; expiresAt: string };

async function refuseExisting(userId: string, method: "sms" | "email"): Promise<void> {
  const exists = await sql().prisma.secondFactor.findUnique({
    where: { userId_method: { userId, method }, confirmedAt: { not: null } },
    select: { id: true },
  });
  if (exists) throw factorErrors.factor_exists();
}

/** Sends a code to a phone (E.164) that is to become a factor. It becomes one when the code is confirmed. */
export async function setUpSms(actor: Actor, phone: string): Promise<CodeSent> {
  if (!isSmsConfigured()) throw factorErrors.sms_unavailable();
  const userId = requirePerson(actor);
  await refuseExisting(userId, "sms");
  const { sessionId } = actor;
  const challenge = await createOwnChallenge(sql(), { purpose: "enrol_sms", userId, sessionId });
  const sealed = factorCipher().encrypt(phone, targetColumn, challenge.id);
  await sql().prisma.authChallenge.updateMany({ where: { id: challenge.id }, data: { targetSealed: sealed } });
  await deliverCode({ challenge, userId, method: "sms", target: phone });
  return { sentTo: maskPhone(phone), expiresAt: challenge.expiresAt.toISOString() };
}

/** Sends a code to the account's own address. */
export async function setUpEmail(actor: Actor): Promise<CodeSent> {
  const userId = requirePerson(actor);
  await refuseExisting(userId, "email");
  const challenge = await createOwnChallenge(sql(), { purpose: "enrol_email", userId, sessionId: actor.sessionId });
  await deliverCode({ challenge, userId, method: "email", target: actor.email });
  return { sentTo: maskEmail(actor.email), expiresAt: challenge.expiresAt.toISOString() };
}

/**
 * Makes the phone or the mailbox a factor. Throws `factor_setup_missing`, `challenge_over` after five wrong codes,
 * `code_invalid`. Returns backup codes along with a user's first factor.
 */
export async function confirmSentCode(actor: Actor, method: "sms" | "email", code: string): Promise<Enrolled> {
  const userId = requirePerson(actor);
  const challenge = await ownChallenge(userId, actor.sessionId, method === "sms" ? "enrol_sms" : "enrol_email");
  if (!challenge) throw factorErrors.factor_setup_missing();
  await takeAttempt(challenge.id);
  if (!fitsSentCode(challenge, code)) throw factorErrors.code_invalid();
  const backupCodes = await backupCodesForFirst(actor);
  const cookie = await transaction(async (tx) => {
    if (!(await consumeChallenge(tx, challenge.id))) throw factorErrors.code_invalid();
    await insertFactor(tx, { userId, method, challenge });
    return finishEnrolment(tx, actor, { method, backupCodes });
  });
  return { backupCodes: backupCodes?.codes ?? null, cookie };
}

type NewFactor = { userId: string; method: "sms" | "email"; challenge: Challenge };

async function insertFactor(tx: Tx, { userId, method, challenge }: NewFactor): Promise<void> {
  const id = newId("factor");
  const phone = challenge.targetSealed
    ? factorCipher().decrypt(challenge.targetSealed, targetColumn, challenge.id)
    : null;
  const secretSealed = phone === null ? null : factorCipher().encrypt(phone, secretColumn, id);
  const { count: made } = await tx.prisma.secondFactor.createMany({
    data: { id, userId, method, secretSealed, confirmedAt: new Date() },
    skipDuplicates: true,
  });
  if (made === 0) throw factorErrors.factor_exists();
}
