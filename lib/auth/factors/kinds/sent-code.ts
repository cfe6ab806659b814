import { secretsEqual } from "@/lib/core/crypto";
import { sql } from "@/lib/db/transaction";
import { factorErrors } from "../errors";
import { factorCipher, maskEmail, maskPhone, secretColumn } from "../sealed";
import { deliverCode } from "../send-code";
import { hashSentCode } from "../sent-codes";
import type { FactorContext, FactorKind, Prepared } from "./kind";

type Method = "sms" | "email";
type Row = { id: string; secretSealed: string | null; email: string };

/** The account's own mailbox, as the fallback for a missing factor. */
async function mailboxOf(userId: string): Promise<Row | null> {
  return sql().row(`SELECT id, NULL AS "secretSealed", email FROM app_user WHERE id = $1`, [userId]);
}

async function loadFactor(userId: string, method: Method): Promise<Row | null> {
  return sql().row(
    `SELECT f.id, f.secret_sealed AS "secretSealed", u.email FROM second_factor f JOIN app_user u ON u.id = f.user_id
     WHERE f.user_id = $1 AND f.method = $2 AND f.confirmed_at IS NOT NULL`,
    [userId, method],
  );
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
        const used = await tx.run(
          "UPDATE auth_challenge SET code_hash = NULL WHERE id = $1 AND code_hash = $2 AND consumed_at IS NULL",
          [challenge.id, challenge.codeHash],
        );
        await tx.run("UPDATE second_factor SET last_used_at = now() WHERE user_id = $1 AND method = $2", [
          userId,
          method,
        ]);
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
