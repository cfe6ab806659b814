import { env } from "@/lib/core/env";
import { retryAfterSeconds } from "../../outbox/delivery-rules";
import type { Answer } from "../outbound/post";

/** Text messages through Twilio's official library; another base URL serves compatible providers and tests. */
const timeoutMs = 8_000;
const twilioOrigin = "https://api.twilio.com";

/** Whether an administrator has configured a way to send text messages. */
export function isSmsConfigured(): boolean {
  const { TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_FROM } = env();
  return Boolean(TWILIO_ACCOUNT_SID && TWILIO_AUTH_TOKEN && TWILIO_FROM);
}

/** Sends one message and returns the provider's reply, also a refusal. `to` is E.164. */
export async function sendTextMessage(to: string, body: string): Promise<Answer> {
  const { TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: authToken, TWILIO_FROM: from } = env();
  if (!accountSid || !authToken || !from) throw new Error("text messages are not configured");
  // The library is large and seldom needed: it is loaded with the first message.
  const { default: twilio } = await import("twilio");
  const base = env().TWILIO_BASE_URL;
  let retryAfter: number | null = null;
  class Requests extends twilio.RequestClient {
    override async request<T>(options: Parameters<typeof twilio.RequestClient.prototype.request<T>>[0]) {
      const uri = options.uri.replace(twilioOrigin, base);
      const response = await super.request<T>({ ...options, uri, timeout: timeoutMs });
      // The library's errors do not have the headers.
      retryAfter = retryAfterSeconds(response.headers?.["retry-after"], Date.now());
      return response;
    }
  }
  const client = twilio(accountSid, authToken, { httpClient: new Requests({ timeout: timeoutMs }) });
  try {
    const message = await client.messages.create({ to, from, body });
    return { status: 201, text: message.status, retryAfterSeconds: null };
  } catch (error) {
    if (!(error instanceof twilio.RestException)) throw error;
    return { status: error.status, text: `${error.code} ${error.message}`, retryAfterSeconds: retryAfter };
  }
}
