import type { Delivery, OwnedChannel } from "@/lib/db/generated/client";
import type { Sql } from "@/lib/db/transaction";
import { type ChannelView, channelView, type DeliveryView, deliveryView, maskedSecret } from "../contract";
import { findChannelKind } from "../registry";
import { openSettings } from "../settings";

const isText = (value: unknown) => typeof value === "string" || typeof value === "number";

/** Settings as people see them. */
function maskedSettings(channel: OwnedChannel): ChannelView["settings"] {
  const secrets = findChannelKind(channel.kind)?.secrets ?? [];
  const settings = Object.entries(Object(openSettings(channel))).filter(([, value]) => isText(value));
  const shown = settings.map(([name, value]) => [name, value !== "" && secrets.includes(name) ? maskedSecret : value]);
  return channelView.shape.settings.parse(Object.fromEntries(shown));
}

type Last = Pick<Delivery, "state" | "createdAt" | "lastError">;

export function toChannelView(channel: OwnedChannel, last: Last | null): ChannelView {
  const { id, kind, name, enabled, codeSealed, createdAt, updatedAt } = channel;
  return {
    id,
    kind: channelView.shape.kind.parse(kind),
    name,
    enabled,
    unconfirmed: codeSealed !== null,
    settings: maskedSettings(channel),
    lastDelivery: last && { ...last, createdAt: last.createdAt.toISOString() },
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}

/** One channel with its newest delivery, read again after a change. */
export async function readChannelView(db: Sql, id: string): Promise<ChannelView> {
  const channel = await db.prisma.ownedChannel.findUniqueOrThrow({ where: { id } });
  const last = await db.prisma.delivery.findFirst({ where: { channelId: id }, orderBy: { id: "desc" } });
  return toChannelView(channel, last && pickLast(last));
}

export const pickLast = ({ state, createdAt, lastError }: Last): Last => ({ state, createdAt, lastError });

export function toDeliveryView(row: Delivery): DeliveryView {
  const { id, template, state, attempts, lastError, answer, createdAt, nextAttemptAt, finishedAt } = row;
  return deliveryView.parse({
    id,
    notice: template,
    state,
    attempts,
    lastError,
    answer,
    createdAt: createdAt.toISOString(),
    nextAttemptAt: state === "queued" ? nextAttemptAt.toISOString() : null,
    finishedAt: finishedAt?.toISOString() ?? null,
  });
}
