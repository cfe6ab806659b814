import { z } from "zod";
import { env } from "@/lib/core/env";
import { defineChannelKind } from "../define-channel-kind";
import { shorten } from "../notice-text";
import { isSmsConfigured, sendTextMessage } from "../sms/text-message";

/** Characters of one part of a message: with the alphabet of GSM 03.38, and with any other (UCS-2). */
const longestPart = 160;
const longestOtherPart = 70;

/** One part: further parts cost as much as the first. */
export function smsText(title: string, body: string): string {
  const text = [title, body]
    .filter(Boolean)
    .join(": ")
    .replace(/\s+/g, " ")
    .replace(/[“”]/g, '"')
    .replace(/[‘’]/g, "'");
  // Characters of the extension table use two places.
  const isBasic = /^[\x20-\x5a_a-z]*$/.test(text);
  if (!isBasic) return shorten(text, longestOtherPart);
  return text.length <= longestPart ? text : `${text.slice(0, longestPart - 3)}...`;
}

/** Text messages by Twilio, or a provider with its API, which the operator configures and pays. */
export const sms = defineChannelKind({
  kind: "sms",
  label: "Text message",
  description: "A text message of at most 160 characters. After the daily number of them, notifications go by mail.",
  settings: z.strictObject({
    number: z
      .string()
      .overwrite((text) => text.replace(/[\s()./-]/g, ""))
      .regex(/^\+[1-9]\d{6,14}$/, "Use the international form, such as +49 170 1234567."),
  }),
  secrets: [],
  needsConfirmation: true,
  fields: [
    {
      name: "number",
      label: "Phone number",
      kind: "text",
      required: true,
      help: "In the form +49 170 1234567.",
      initial: null,
    },
  ],
  perMinute: 5,
  perDay: () => (isSmsConfigured() ? env().NOTIFY_SMS_PER_DAY : 0),
  isAvailable: isSmsConfigured,
  send: ({ number }, { title, body }) => sendTextMessage(number, smsText(title, body)),
});
