import type { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import { authorise, requireUserId } from "@/lib/access/authorise";
import { coreErrors } from "@/lib/core/errors";
import { type Sql, sql, transaction } from "@/lib/db/transaction";
import { loadChannel } from "@/lib/notifications/channels/own/load-channel";
import {
  isOwnChannel,
  type NotificationChannel,
  notificationChannels,
  type PreferenceInput,
  type PreferenceView,
} from "@/lib/notifications/contract";
import type { MessageDefinition } from "@/lib/notifications/define-message";
import { modules } from "./generated/messages";

/** Every message that some module sends, in the order of the page. */
type Listed = Pick<MessageDefinition<z.ZodType>, "kind" | "title" | "description" | "mandatory" | "mail">;
const messages = modules.flatMap((file): Listed[] => Object.values(file)).sort((a, b) => a.kind.localeCompare(b.kind));

/** By kind of message: over which channels the actor is notified. */
export async function listPreferences(actor: Actor): Promise<{ items: PreferenceView[] }> {
  authorise(actor, "account.read");
  return { items: await readPreferences(sql(), requireUserId(actor)) };
}

const channelLabels: Record<NotificationChannel, string> = { panel: "Panel", mail: "Mail" };

/** Panel and mail are on unless they were switched off; channels that the person added are off until chosen. */
async function readPreferences(db: Sql, userId: string): Promise<PreferenceView[]> {
  const [rows, own] = await Promise.all([
    db.prisma.notificationPreference.findMany({ where: { userId } }),
    db.prisma.ownedChannel.findMany({ where: { userId }, select: { id: true, name: true }, orderBy: { id: "asc" } }),
  ]);
  const chosen = new Map(rows.map(({ kind, channel, enabled }) => [`${kind} ${channel}`, enabled]));
  return messages.map(({ kind, title, description, mandatory, mail }) => {
    const fixed = notificationChannels.filter((channel) => mail || channel === "panel");
    const channels = fixed.map((channel) => {
      const isMandatory = mandatory.includes(channel);
      const enabled = isMandatory || (chosen.get(`${kind} ${channel}`) ?? true);
      return { channel: String(channel), label: channelLabels[channel], enabled, mandatory: isMandatory };
    });
    const added = (mail ? own : []).map(({ id, name }) => {
      return { channel: id, label: name, enabled: chosen.get(`${kind} ${id}`) ?? false, mandatory: false };
    });
    return { kind, title, description, channels: [...channels, ...added] };
  });
}

/** Switches one channel of one kind on or off; `validation_failed` for an unknown kind or a mandatory channel. */
export async function setPreference(actor: Actor, input: PreferenceInput): Promise<{ items: PreferenceView[] }> {
  authorise(actor, "account.manage");
  const userId = requireUserId(actor);
  const message = messages.find(({ kind }) => kind === input.kind);
  if (!message) throw refused("kind", `Use one of ${messages.map(({ kind }) => kind).join(", ")}.`);
  const { kind, channel, enabled } = input;
  if (!enabled && message.mandatory.some((one) => one === channel))
    throw refused("enabled", "Warnings about the account itself cannot be switched off.");
  if (!message.mail && channel !== "panel") throw refused("channel", "This message stays in the panel.");
  return transaction(async (tx) => {
    if (isOwnChannel(channel)) await loadChannel(tx, actor, channel);
    const key = { userId, kind, channel };
    await tx.prisma.notificationPreference.upsert({
      where: { userId_kind_channel: key },
      create: { ...key, enabled },
      update: { enabled },
    });
    return { items: await readPreferences(tx, userId) };
  });
}

function refused(path: string, message: string) {
  return coreErrors.validation_failed({ errors: [{ path, message }] });
}
