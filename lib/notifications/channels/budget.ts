import { sql } from "@/lib/db/transaction";

/**
 * The messages that a person may have sent in a day (UTC) by a kind that costs the operator money. Counted apart from
 * channels and deliveries, so that deleting a channel does not reset the number.
 */
const today = (now: Date) => new Date(now.toISOString().slice(0, 10));

/** Takes one message of the day; false when all are used. */
export async function takeFromBudget(userId: string, kind: string, perDay: number, now: Date): Promise<boolean> {
  const day = today(now);
  const { notificationBudget } = sql().prisma;
  const { count: isNew } = await notificationBudget.createMany({ data: [{ userId, kind, day }], skipDuplicates: true });
  if (isNew > 0) await notificationBudget.deleteMany({ where: { userId, kind, day: { lt: day } } });
  const { count } = await notificationBudget.updateMany({
    where: { userId, kind, day, used: { lt: perDay } },
    data: { used: { increment: 1 } },
  });
  return count > 0;
}

/** Gives it back: the message was not sent. */
export async function returnToBudget(userId: string, kind: string, now: Date): Promise<void> {
  await sql().prisma.notificationBudget.updateMany({
    where: { userId, kind, day: today(now), used: { gt: 0 } },
    data: { used: { decrement: 1 } },
  });
}
