import { newId } from "@/lib/core/ids";
import { type Tx, transaction } from "@/lib/db/transaction";
import { dataColumn, mailCipher } from "../mail/queue-mail";
import type { Outcome } from "../outbox/delivery-rules";
import { digestNoticeKind, type Notice, testKey } from "./contract";
import { mergeNotices } from "./merge-notices";
import { type ChannelDelivery, openNotice } from "./open-notice";

const staleMs = 3_600_000;
const mostParts = 200;

/** The rows changed while they were read: they are sent one by one. */
class Changed extends Error {}

/**
 * Merges what waited over an hour, or until the end of quiet hours, for one channel into one new delivery. Null: there
 * is nothing to merge this one with. A delivery that may have arrived already is sent again as it is, under its own
 * key: the receiver would drop a merged one under that key.
 */
export async function mergeWaiting(delivery: ChannelDelivery): Promise<Outcome | null> {
  const isStale = delivery.isQuiet || Date.now() - delivery.createdAt.getTime() > staleMs;
  if (!isStale || delivery.interrupted || !delivery.dataSealed || delivery.isTest) return null;
  try {
    const count = await transaction((tx) => merge(tx, delivery));
    return count === 0 ? null : { result: "replaced", reason: `Merged with ${count} others that waited.` };
  } catch (error) {
    if (error instanceof Changed) return null;
    throw error;
  }
}

async function merge(tx: Tx, delivery: ChannelDelivery): Promise<number> {
  const now = new Date();
  const { id, channelId } = delivery;
  const waiting = { channelId, state: "queued", leasedUntil: null, dataSealed: { not: null } } as const;
  const others = await tx.prisma.delivery.findMany({
    where: {
      ...waiting,
      id: { not: id },
      NOT: { idempotencyKey: { startsWith: testKey } },
      OR: [
        { isQuiet: true, nextAttemptAt: { lte: now } },
        { isQuiet: false, createdAt: { lt: new Date(now.getTime() - staleMs) } },
      ],
    },
    orderBy: { id: "asc" },
    take: mostParts,
  });
  if (others.length === 0) return 0;
  const parts = [delivery, ...others];
  await replaceOthers(
    tx,
    waiting,
    others.map((other) => other.id),
    now,
  );
  await replaceOwn(tx, delivery, now);
  await createMerged(tx, delivery, mergeNotices(parts.map(openNotice), now), {
    // A digest of quiet hours is new; what failed for an hour keeps its age, and with it the end of the attempts.
    createdAt: delivery.isQuiet ? now : new Date(Math.max(...parts.map(({ createdAt }) => createdAt.getTime()))),
  });
  return others.length;
}

const replaced = { state: "replaced", dataSealed: null, lastError: "Merged with others that waited." } as const;

type Waiting = { channelId: string; state: "queued"; leasedUntil: null; dataSealed: { not: null } };

async function replaceOthers(tx: Tx, waiting: Waiting, ids: string[], now: Date): Promise<void> {
  const { count } = await tx.prisma.delivery.updateMany({
    where: { ...waiting, id: { in: ids } },
    data: { ...replaced, finishedAt: now },
  });
  if (count !== ids.length) throw new Changed();
}

/** Within the same transaction: a worker that is killed afterwards must not send it once more, by itself. */
async function replaceOwn(tx: Tx, { id, attempts }: ChannelDelivery, now: Date): Promise<void> {
  const { count } = await tx.prisma.delivery.updateMany({
    where: { id, attempts, state: "queued" },
    data: { ...replaced, finishedAt: now, leasedUntil: null },
  });
  if (count !== 1) throw new Changed();
}

async function createMerged(
  tx: Tx,
  delivery: ChannelDelivery,
  content: Notice,
  { createdAt }: { createdAt: Date },
): Promise<void> {
  const { channelId, kind, recipient, template } = delivery;
  const id = newId("delivery");
  const channel = await tx.prisma.ownedChannel.findUniqueOrThrow({ where: { id: channelId } });
  await tx.prisma.delivery.createMany({
    data: {
      id,
      kind,
      channelId,
      userId: channel.userId,
      idempotencyKey: `merged:${id}`,
      recipient,
      template: kind === "email" ? template : digestNoticeKind,
      dataSealed: mailCipher().encrypt(JSON.stringify(content), dataColumn, id),
      createdAt,
    },
  });
}
