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

/** Begins the key of what "send a test" sends: it is tried once. */
export const testKey = "test:";
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

export const mostChannels = 20;
/** In place of a secret in a response; sent back, it keeps the secret. */
export const maskedSecret = "••••••••";

const deliveryStates = ["queued", "sent", "held", "failed", "dropped", "replaced"] as const;

/** One notice of a channel, without its content. */
export const deliveryView = z.object({
  id: z.string(),
  /** Kind of the notice. */
  notice: z.string(),
  state: z.enum(deliveryStates),
  attempts: z.number().int(),
  lastError: z.string().nullable(),
  /** What the other side replied when it took the notice. */
  answer: z.string().nullable(),
  createdAt: z.iso.datetime(),
  /** Of one that waits. */
  nextAttemptAt: z.iso.datetime().nullable(),
  finishedAt: z.iso.datetime().nullable(),
});
export type DeliveryView = z.output<typeof deliveryView>;

export const channelView = z.object({
  id: z.string(),
  kind: z.enum(channelKinds),
  name: z.string(),
  enabled: z.boolean(),
  /** Its address waits for the code that was sent there. */
  unconfirmed: z.boolean(),
  /** Secrets are masked. */
  settings: z.record(z.string(), z.union([z.string(), z.number()])),
  lastDelivery: deliveryView.pick({ state: true, createdAt: true, lastError: true }).nullable(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type ChannelView = z.output<typeof channelView>;

const name = z.string().trim().min(1, "Give it a name.").max(60);
const settings = z.record(z.string().max(40), z.unknown());

/** `settings`: fields of the kind, see `GET /api/notification-channel-kinds`. */
export const createChannelBody = z.strictObject({ kind: z.enum(channelKinds), name, settings });
export type CreateChannelInput = z.output<typeof createChannelBody>;

/** Settings that are not sent stay, and secrets that are sent back masked. */
export const updateChannelBody = z.strictObject({ name, enabled: z.boolean(), settings }).partial();
export type UpdateChannelInput = z.output<typeof updateChannelBody>;

export const confirmChannelBody = z.strictObject({ code: z.string().regex(/^\d{6}$/, "The code has six digits.") });

/** What became of a test; `queued`: not sent within the time of the call. */
export const channelTestView = deliveryView.pick({ state: true, answer: true, lastError: true });
export type ChannelTestView = z.output<typeof channelTestView>;

export const channelKindList = z.object({
  items: z.array(channelKindView),
  /** The key that a browser subscribes with (VAPID). */
  pushKey: z.string(),
});
export type ChannelKindList = z.output<typeof channelKindList>;

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "Use a time such as 22:30.");

/** Hours of the wall clock in a time zone; over midnight when `from` is later than `to`. Null: none. */
export const quietHours = z.strictObject({
  from: time,
  to: time,
  zone: z.string().max(60),
});
export const quietHoursBody = z.strictObject({ quietHours: quietHours.nullable() });
export type QuietHoursBody = z.output<typeof quietHoursBody>;
