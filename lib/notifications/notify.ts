import type { z } from "zod";
import { newId } from "@/lib/core/ids";
import type { Tx } from "@/lib/db/transaction";
import { emitEvent } from "@/lib/events/emit-event";
import type { Notice } from "./channels/contract";
import { shorten } from "./channels/notice-text";
import { queueDeliveries } from "./channels/queue-deliveries";
import { isOwnChannel, type NotificationChannel } from "./contract";
import { notificationCreated } from "./created-event";
import type { MessageDefinition } from "./define-message";
import { queueMail } from "./mail/queue-mail";

export type NotifyOptions = {
  /** Where the mail goes instead of to the account's address. */
  mailTo?: string | undefined;
  /** The session in which the person did what the message reports: its pages show no toast. */
  sessionId?: string | null | undefined;
};

/**
 * Notifies a person in the caller's transaction, over the channels that they have not switched off for this kind. Does
 * nothing for an account that is erased, or locked unless the message reaches those too. Answers the ids of the person's own
 * channels that get it.
 */
export async function notify<D extends z.ZodType>(
  tx: Tx,
  message: MessageDefinition<D>,
  userId: string,
  data: z.output<D>,
  { mailTo, sessionId = null }: NotifyOptions = {},
): Promise<readonly string[]> {
  const { kind } = message;
  const user = await tx.prisma.user.findUnique({
    where: { id: userId, ...(message.reachesLocked ? {} : { disabledAt: null }) },
    select: { id: true, email: true, name: true, notificationPreferences: { where: { kind } } },
  });
  if (!user) return [];
  const switchedOff = new Set(
    user.notificationPreferences.filter(({ enabled }) => !enabled).map(({ channel }) => channel),
  );
  const goesTo = (channel: NotificationChannel) => message.mandatory.includes(channel) || !switchedOff.has(channel);
  if (goesTo("panel")) {
    const id = await addToInbox(tx, message, userId, data);
    await emitEvent(tx, notificationCreated, { id, sessionId });
  }
  const { mail } = message;
  // Without a mail form, it stays in the panel.
  if (!mail) return [];
  const own = user.notificationPreferences
    .filter(({ channel, enabled }) => enabled && isOwnChannel(channel))
    .map(({ channel }) => channel);
  if (own.length > 0) await queueDeliveries(tx, own, noticeOf(message, data), { key: newId("notification") });
  if (goesTo("mail")) {
    const recipient = { id: user.id, name: user.name, email: mailTo ?? user.email };
    const { template, data: mailData } = mail(data, recipient);
    await queueMail(tx, { to: recipient.email, userId: user.id, template, data: mailData });
  }
  return own;
}

/** The panel's words, for the channels that a person added. */
function noticeOf<D extends z.ZodType>({ kind, severity, panel }: MessageDefinition<D>, data: z.output<D>): Notice {
  const { title, body, href } = panel(data);
  const at = new Date().toISOString();
  return { kind, severity, title: shorten(title, longestTitle), body: shorten(body, longestNotice), href, at };
}

const longestTitle = 200;
const longestNotice = 4_000;

/** A list entry is read on a phone too: the whole reason is on the page that it links to. */
const longestBody = 1_000;

async function addToInbox<D extends z.ZodType>(
  tx: Tx,
  { kind, severity, panel }: MessageDefinition<D>,
  userId: string,
  data: z.output<D>,
): Promise<string> {
  const id = newId("notification");
  const { title, body, href } = panel(data);
  const row = { id, userId, kind, severity, title, body: body.slice(0, longestBody), href };
  await tx.prisma.notification.createMany({ data: row });
  return id;
}
