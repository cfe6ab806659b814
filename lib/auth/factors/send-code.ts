import { sql } from "@/lib/db/transaction";
import { queueMail } from "@/lib/notifications/mail/queue-mail";
import { type Challenge, challengeSeconds } from "./challenges";
import { factorErrors } from "./errors";
import { hashSentCode, newSentCode } from "./sent-codes";
import { sendSms } from "./sms";

const codesPerChallenge = 3;
/** Over all challenges of a user: a known password must not run up somebody's telephone bill or fill a mailbox. */
const codesPerHour = 10;

type Delivery = { challenge: Challenge; userId: string; method: "sms" | "email"; target: string };

/**
 * Makes a code for this challenge and sends it; an earlier one of the challenge is worthless then. At most three per
 * challenge and ten an hour per user, `code_sent_recently` beyond.
 */
export async function deliverCode({ challenge, userId, method, target }: Delivery): Promise<void> {
  const code = newSentCode();
  const stored = await sql().run(
    `UPDATE auth_challenge SET code_method = $2, code_hash = $3, codes_sent = codes_sent + 1
     WHERE id = $1 AND consumed_at IS NULL AND expires_at > now() AND codes_sent < $4
       AND (SELECT coalesce(sum(codes_sent), 0) FROM auth_challenge
            WHERE user_id = $5 AND created_at > now() - interval '1 hour') < $6`,
    [challenge.id, method, hashSentCode(challenge.id, code), codesPerChallenge, userId, codesPerHour],
  );
  if (stored === 0) throw factorErrors.code_sent_recently({ retryAfterSeconds: challengeSeconds });
  if (method === "sms")
    return sendSms(target, `${code} is your LightNode code. Nobody from LightNode will ask for it.`);
  const data = { code, minutes: challengeSeconds / 60 };
  await queueMail(sql(), { to: target, userId, template: "sign-in-code", data });
}
