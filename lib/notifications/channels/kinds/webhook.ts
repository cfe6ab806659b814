import { createHmac } from "node:crypto";
import { z } from "zod";
import { defineChannelKind, serverUrl } from "../define-channel-kind";
import { linkOf } from "../notice-text";

/**
 * The signature of a request: HMAC-SHA256 with the secret over `<timestamp>.<body>`, in hexadecimal. The timestamp is
 * signed, so that a receiver can refuse requests that are older than some minutes, and the body has the id.
 */
export function signatureOf(secret: string, timestamp: string, body: string): string {
  return `v1=${createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex")}`;
}

export const webhook = defineChannelKind({
  kind: "webhook",
  label: "Webhook",
  description: "A signed POST request with JSON to a program of yours.",
  settings: z.strictObject({
    url: serverUrl,
    secret: z.string().min(16, "Use at least 16 characters.").max(200),
  }),
  secrets: ["secret"],
  fields: [
    {
      name: "url",
      label: "Address",
      kind: "text",
      required: true,
      help: "Receives a POST request for each notification.",
      initial: null,
    },
    {
      name: "secret",
      label: "Secret",
      kind: "secret",
      required: true,
      help: "At least 16 characters. The receiver checks the signature of each request with it.",
      initial: null,
    },
  ],
  perMinute: 60,
  async send({ url, secret }, notice, { idempotencyKey, nowMs, site, post }) {
    const body = JSON.stringify({ id: idempotencyKey, ...notice, link: linkOf(notice, site) });
    const timestamp = String(Math.floor(nowMs / 1_000));
    const headers = {
      "content-type": "application/json",
      "idempotency-key": idempotencyKey,
      "lightnode-id": idempotencyKey,
      "lightnode-timestamp": timestamp,
      "lightnode-signature": signatureOf(secret, timestamp, body),
    };
    return post({ url, headers, body });
  },
});
