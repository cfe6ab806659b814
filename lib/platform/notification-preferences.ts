import type { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import { authorise, requireUserId } from "@/lib/access/authorise";
import { coreErrors } from "@/lib/core/errors";
import { type Sql, sql, transaction } from "@/lib/db/transaction";
import { notificationChannels, type PreferenceInput, type PreferenceView } from "@/lib/notifications/contract";
import type { MessageDefinition } from "@/lib/notifications/define-message";
import { modules } from "./generated/messages";

/** Every message that some module sends, in the order of the page. */
type Listed = Pick<MessageDefinition<z.ZodType>, "kind" | "title" | "description" | "mandatory">;
const messages = modules.flatMap((file): Listed[] => Object.values(file)).sort((a, b) => a.kind.localeCompare(b.kind));

/** By kind of message: over which channels the actor is notified. */
export async function listPreferences(actor: Actor): Promise<{ items: PreferenceView[] }> {
  authorise(actor, "account.read");
  return { items: await readPreferences(sql(), requireUserId(actor)) };
}

async function readPreferences(db: Sql, userId: string): Promise<PreferenceView[]> {
  const rows = await db.prisma.notificationPreference.findMany({ where: { userId } });
  const chosen = new Map(rows.map(({ kind, channel, enabled }) => [`${kind} ${channel}`, enabled]));
  return messages.map(({ kind, title, description, mandatory }) => {
    const channels = notificationChannels.map((channel) => {
      const isMandatory = mandatory.some((one) => one === channel);
      const enabled = isMandatory || (chosen.get(`${kind} ${channel}`) ?? true);
      return { channel, enabled, mandatory: isMandatory };
    });
    return { kind, title, description, channels };
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
  return transaction(async (tx) => {
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
