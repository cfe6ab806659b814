import type { Actor } from "@/lib/access/actor";
import { authorise, requireUserId } from "@/lib/access/authorise";
import { page } from "@/lib/db/page";
import { sql } from "@/lib/db/transaction";
import { type ChannelKindList, type ChannelView, channelKindView, type DeliveryView } from "../contract";
import type { ChannelKind } from "../define-channel-kind";
import { pushKeys } from "../push/push-keys";
import { listChannelKinds } from "../registry";
import { pickLast, readChannelView, toChannelView, toDeliveryView } from "./channel-views";
import { loadChannel } from "./load-channel";

type Page = { limit: number; cursor?: string | undefined };

/** The actor's channels, the newest first, each with its newest delivery. */
export async function listChannels(
  actor: Actor,
  query: Page,
): Promise<{ items: ChannelView[]; nextCursor: string | null }> {
  authorise(actor, "channel.read");
  const userId = requireUserId(actor);
  const { rows, nextCursor } = await page(query, (window) =>
    sql().prisma.ownedChannel.findMany({
      ...window,
      where: { ...window.where, userId },
      include: { deliveries: { orderBy: { id: "desc" }, take: 1 } },
    }),
  );
  const items = rows.map(({ deliveries: [last], ...channel }) => toChannelView(channel, last ? pickLast(last) : null));
  return { items, nextCursor };
}

export async function getChannel(actor: Actor, id: string): Promise<ChannelView> {
  authorise(actor, "channel.read");
  await loadChannel(sql(), actor, id);
  return readChannelView(sql(), id);
}

/** What was sent over one channel, the newest first, without contents. */
export async function listDeliveries(
  actor: Actor,
  id: string,
  query: Page,
): Promise<{ items: DeliveryView[]; nextCursor: string | null }> {
  authorise(actor, "channel.read");
  await loadChannel(sql(), actor, id);
  const { rows, nextCursor } = await page(query, (window) =>
    sql().prisma.delivery.findMany({ ...window, where: { ...window.where, channelId: id } }),
  );
  return { items: rows.map(toDeliveryView), nextCursor };
}

/** The kinds that can be added here, and the key that browsers subscribe with. */
export async function listKinds(actor: Actor): Promise<ChannelKindList> {
  authorise(actor, "channel.read");
  const { publicKey } = await pushKeys();
  return { items: listChannelKinds().filter(isAvailable).map(toView), pushKey: publicKey };
}

const isAvailable = ({ isAvailable }: ChannelKind) => isAvailable?.() ?? true;

const toView = ({ kind, label, description, fields }: ChannelKind) =>
  channelKindView.parse({ kind, label, description, fields });
