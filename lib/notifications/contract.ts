import { z } from "zod";

/** Shapes of the outbox that a browser may see. */
export const mailStates = ["queued", "sent", "held", "failed", "dropped", "replaced"] as const;

export const mailView = z.object({
  id: z.string(),
  recipient: z.string(),
  template: z.string(),
  state: z.enum(mailStates),
  attempts: z.number().int(),
  lastError: z.string().nullable(),
  createdAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  /** Whether its text can be read: not any more once it was sent. */
  readable: z.boolean(),
});
export type MailView = z.output<typeof mailView>;

export const renderedMail = z.object({ subject: z.string(), html: z.string(), text: z.string() });
export type RenderedMail = z.output<typeof renderedMail>;

export const mailContent = mailView.extend({ content: renderedMail.nullable() });
export type MailContent = z.output<typeof mailContent>;

export const notificationChannels = ["panel", "mail"] as const;
export type NotificationChannel = (typeof notificationChannels)[number];
export const notificationSeverities = ["info", "warning", "error"] as const;
export type NotificationSeverity = (typeof notificationSeverities)[number];

/** One entry of a person's notifications. The body is plain text with line breaks. */
export const notificationView = z.object({
  id: z.string(),
  kind: z.string(),
  severity: z.enum(notificationSeverities),
  title: z.string(),
  body: z.string(),
  /** Page of the panel that it is about. */
  href: z.string().nullable(),
  createdAt: z.iso.datetime(),
  readAt: z.iso.datetime().nullable(),
});
export type NotificationView = z.output<typeof notificationView>;

export const notificationList = z.object({
  items: z.array(notificationView),
  nextCursor: z.string().nullable(),
  /** Of all, not of this page. */
  unread: z.number().int(),
});
export type NotificationList = z.output<typeof notificationList>;

const notificationId = z.string().regex(/^ntf_[0-9a-z]{26}$/, "Use the id of a notification.");
/** Without ids: all of them. */
export const readNotificationsBody = z.strictObject({ ids: z.array(notificationId).min(1).max(100).optional() });

export const isFixedChannel = (channel: string) => notificationChannels.some((one) => one === channel);
const ownChannel = z.string().regex(/^chn_[0-9a-z]{26}$/, "Use panel, mail or the id of a channel of yours.");
/** Whether a preference is about a channel that the person added. */
export const isOwnChannel = (channel: string) => ownChannel.safeParse(channel).success;

export const preferenceView = z.object({
  kind: z.string(),
  title: z.string(),
  description: z.string(),
  channels: z.array(
    z.object({
      /** `panel`, `mail`, or the id of a channel that the person added. */
      channel: z.string(),
      label: z.string(),
      enabled: z.boolean(),
      /** It cannot be switched off. */
      mandatory: z.boolean(),
    }),
  ),
});
export type PreferenceView = z.output<typeof preferenceView>;

export const preferenceBody = z.strictObject({
  kind: z.string().max(60),
  channel: z.union([z.enum(notificationChannels), ownChannel]),
  enabled: z.boolean(),
});
export type PreferenceInput = z.output<typeof preferenceBody>;
