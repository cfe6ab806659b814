import { env } from "@/lib/core/env";
import { factorErrors } from "../errors";

/** Text messages through Twilio's official library; another base URL serves compatible providers and tests. */
const timeoutMs = 8_000;
const twilioOrigin = "https://api.twilio.com";

/** Whether an administrator has configured a way to send text messages. */
export function isSmsConfigured(): boolean {
  const { TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_FROM } = env();
  return Boolean(TWILIO_ACCOUNT_SID && TWILIO_AUTH_TOKEN && TWILIO_FROM);
}

/** Sends one message; throws `sms_unavailable` when the provider does not accept it. `to` is E.164. */
export async function sendSms(to: string, body: string): Promise<void> {
  const { TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: authToken, TWILIO_FROM: from } = env();
  if (!accountSid || !authToken || !from) throw factorErrors.sms_unavailable();
  try {
    const client = await createClient(accountSid, authToken);
    await client.messages.create({ to, from, body });
  } catch (cause) {
    throw factorErrors.sms_unavailable({ cause });
  }
}

/** The library is large and seldom needed: it is loaded with the first message. */
async function createClient(accountSid: string, authToken: string) {
  const { default: twilio } = await import("twilio");
  const base = env().TWILIO_BASE_URL;
  class Requests extends twilio.RequestClient {
    override request<T>(options: Parameters<typeof twilio.RequestClient.prototype.request<T>>[0]) {
      return super.request<T>({ ...options, uri: options.uri.replace(twilioOrigin, base), timeout: timeoutMs });
    }
  }
  return twilio(accountSid, authToken, { httpClient: new Requests({ timeout: timeoutMs }) });
}
