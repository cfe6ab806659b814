import { z } from "zod";

/** What the alert engine and other modules send to channels, and what a browser sees of channels. */
export const notice = z.object({
  /** `<subject>.<what happened>`. */
  kind: z.string().max(60),
  severity: z.enum(["info", "warning", "error"]),
  title: z.string().max(200),
  /** Plain text with line breaks. */
  body: z.string().max(4_000),
  /** Path of the panel. */
  href: z.string().startsWith("/").max(500).nullable(),
  /** When it happened. */
  at: z.iso.datetime(),
});
export type Notice = z.output<typeof notice>;

/** Kind of the notice that "send a test" sends: it is tried once. */
export const testNoticeKind = "channel.test";
/** Kind of the notice that several were merged into. */
export const digestNoticeKind = "channel.digest";

export const channelKinds = ["email", "sms", "slack", "discord", "telegram", "ntfy", "webhook", "web-push"] as const;
export type ChannelKindName = (typeof channelKinds)[number];

const channelField = z.object({
  name: z.string(),
  label: z.string(),
  kind: z.enum(["text", "secret", "number"]),
  required: z.boolean(),
  help: z.string(),
  initial: z.union([z.string(), z.number(), z.null()]),
});
export type ChannelField = z.output<typeof channelField>;

/** A kind that a person can add; its form is drawn from the fields. */
export const channelKindView = z.object({
  kind: z.enum(channelKinds),
  label: z.string(),
  description: z.string(),
  fields: z.array(channelField),
});
export type ChannelKindView = z.output<typeof channelKindView>;
