import { secretsEqual } from "@/lib/core/encryption/crypto";
import { sql } from "@/lib/db/transaction";
import { deliverCode } from "../codes/send-code";
import { hashSentCode } from "../codes/sent-codes";
import { factorErrors } from "../errors";
import { factorCipher, maskEmail, maskPhone, secretColumn } from "../sealed";
import type { FactorContext, FactorKind, Prepared } from "./kind";

type Method = "sms" | "email";
type Row = { id: string; secretSealed: string | null; email: string };

/** The account's own mailbox, as the fallback for a missing factor. */
async function mailboxOf(userId: string): Promise<Row | null> {
  const user = await sql().prisma.user.findUnique({ where: { id: userId }, select: { id: true, email: true } });
  return user && { ...user, secretSealed: null };
}

async function loadFactor(userId: string, method: Method): Promise<Row | null> {
  const factor = await sql().prisma.secondFactor.findUnique({
    where: { userId_method: { userId, method }, confirmedAt: { not: null } },
    select: { id: true, secretSealed: true, user: { select: { email: true } } },
  });
  return factor && { id: factor.id, secretSealed: factor.secretSealed, email: factor.user.email };
}

async function prepare({ userId, challenge }: FactorContext, method: Method): Promise<Prepared> {
  const isFallback = method === "email" && challenge.isEmailFallback;
  const factor = await (isFallback ? mailboxOf(userId) : loadFactor(userId, method));
  if (!factor) throw factorErrors.factor_not_set_up();
  if (method === "email") {
    await deliverCode({ challenge, userId, method, target: factor.email });
    return { sentTo: maskEmail(factor.email) };
  }
  const phone = factorCipher().decrypt(factor.secretSealed ?? "", secretColumn, factor.id);
  await deliverCode({ challenge, userId, method, target: phone });
  return { sentTo: maskPhone(phone) };
}

/** Codes that we send: they belong to their challenge and end with it, so answering it uses them up. */
function sentCodeKind(method: Method, amr: string): FactorKind {
  return {
    amr,
    guessable: true,
    prepare: (context) => prepare(context, method),
    async examine({ userId, challenge }, { code }) {
      if (!code || challenge.codeMethod !== method || !challenge.codeHash) return null;
      if (!secretsEqual(hashSentCode(challenge.id, code), challenge.codeHash)) return null;
      return async (tx) => {
        const { count: used } = await tx.prisma.authChallenge.updateMany({
          where: { id: challenge.id, codeHash: challenge.codeHash, consumedAt: null },
          data: { codeHash: null },
        });
        await tx.prisma.secondFactor.updateMany({ where: { userId, method }, data: { lastUsedAt: new Date() } });
        return used === 1;
      };
    },
  };
}

export const smsKind = sentCodeKind("sms", "sms");
export const emailKind = sentCodeKind("email", "email");

/** Whether a code that was sent to confirm a new factor is right; does not use it up. */
export function fitsSentCode(challenge: FactorContext["challenge"], code: string): boolean {
  return challenge.codeHash !== null && secretsEqual(hashSentCode(challenge.id, code), challenge.codeHash);
}
