import type { z } from "zod";
import { newId } from "@/lib/core/ids";
import type { Tx } from "@/lib/db/transaction";
import { emitEvent } from "@/lib/events/emit-event";
import { localeOrDefault, noticeTexts } from "@/lib/i18n/notice-texts";
import type { Notice } from "./channels/contract";
import { shorten } from "./channels/notice-text";
import { queueDeliveries } from "./channels/queue-deliveries";
import { isOwnChannel, type NotificationChannel, type NotificationSeverity } from "./contract";
import { notificationCreated } from "./created-event";
import type { MessageDefinition, PanelForm } from "./define-message";
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
    select: { id: true, email: true, name: true, locale: true, notificationPreferences: { where: { kind } } },
  });
  if (!user) return [];
  const t = await noticeTexts(localeOrDefault(user.locale));
  const switchedOff = new Set(
    user.notificationPreferences.filter(({ enabled }) => !enabled).map(({ channel }) => channel),
  );
  const goesTo = (channel: NotificationChannel) => message.mandatory.includes(channel) || !switchedOff.has(channel);
  if (goesTo("panel")) {
    const id = await addToInbox(tx, userId, { kind, severity: message.severity, ...message.panel(data, t) });
    await emitEvent(tx, notificationCreated, { id, sessionId });
  }
  const { mail } = message;
  // Without a mail form, it stays in the panel.
  if (!mail) return [];
  const own = user.notificationPreferences
    .filter(({ channel, enabled }) => enabled && isOwnChannel(channel))
    .map(({ channel }) => channel);
  if (own.length > 0)
    await queueDeliveries(tx, own, noticeOf(message, message.panel(data, t)), { key: newId("notification") });
  if (goesTo("mail")) {
    const recipient = { id: user.id, name: user.name, email: mailTo ?? user.email };
    const { template, data: mailData } = mail(data, recipient, t);
    await queueMail(tx, { to: recipient.email, userId: user.id, template, data: mailData });
  }
  return own;
}

/** The panel's words, for the channels that a person added. */
function noticeOf({ kind, severity }: Pick<Entry, "kind" | "severity">, { title, body, href }: PanelForm): Notice {
  const at = new Date().toISOString();
  return { kind, severity, title: shorten(title, longestTitle), body: shorten(body, longestNotice), href, at };
}

const longestTitle = 200;
const longestNotice = 4_000;

/** A list entry is read on a phone too: the whole reason is on the page that it links to. */
const longestBody = 1_000;

type Entry = PanelForm & { kind: string; severity: NotificationSeverity };

async function addToInbox(tx: Tx, userId: string, { kind, severity, title, body, href }: Entry): Promise<string> {
  const id = newId("notification");
  const row = { id, userId, kind, severity, title, body: body.slice(0, longestBody), href };
  await tx.prisma.notification.createMany({ data: row });
  return id;
}
