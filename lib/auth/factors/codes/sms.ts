import { isSmsConfigured, sendTextMessage } from "@/lib/notifications/channels/sms/text-message";
import { factorErrors } from "../errors";

/** Sends one message; throws `sms_unavailable` when the provider does not accept it. `to` is E.164. */
export async function sendSms(to: string, body: string): Promise<void> {
  if (!isSmsConfigured()) throw factorErrors.sms_unavailable();
  const answer = await sendTextMessage(to, body).catch((cause: unknown) => {
    throw factorErrors.sms_unavailable({ cause });
  });
  if (answer.status >= 300) throw factorErrors.sms_unavailable({ cause: new Error(`${answer.status} ${answer.text}`) });
}
