import { type Tx, transaction } from "@/lib/db/transaction";
import type { Notice } from "../channels/contract";
import { queueMail } from "../mail/queue-mail";
import { isDeletedWhenOver } from "../mail/send-mail";
import { channelFailed } from "../messages/channel-failed";
import { notify } from "../notify";
import type { Claimed } from "./delivery.sql";
import { nextMailAttemptMs, nextNoticeAttemptMs, type Outcome } from "./delivery-rules";

const longestText = 500;
/** A channel that fails is reported to its person once in this time; its log has every failure. */
const failureNoticeMs = 3_600_000;

/**
 * Stores what became of an attempt, under the lease of the claim: a worker whose lease went to another stores nothing.
 * Of a delivery that arrived only the record stays; a held one stays readable.
 */
export async function recordOutcome(delivery: Claimed, outcome: Outcome): Promise<void> {
  const isOver = outcome.result === "sent" || outcome.result === "held";
  if (isOver && (await isDeleted(delivery))) return remove(delivery);
  await transaction(async (tx) => {
    if (outcome.result === "failed") return recordFailure(tx, delivery, outcome);
    const isRecorded = await update(tx, delivery, changesFor(delivery, outcome));
    if (isRecorded && outcome.result === "replaced" && outcome.mail) await mailToAccount(tx, outcome.mail);
    if (outcome.result === "waits") await postponeOthers(tx, delivery, outcome.seconds);
  });
}

type Changes = Parameters<Tx["prisma"]["delivery"]["updateMany"]>[0]["data"];

function changesFor(delivery: Claimed, outcome: Exclude<Outcome, { result: "failed" }>): Changes {
  const now = new Date();
  switch (outcome.result) {
    case "sent":
      return {
        state: "sent",
        finishedAt: now,
        lastError: null,
        answer: outcome.answer?.slice(0, longestText) ?? null,
        renderedSealed: null,
        dataSealed: null,
      };
    case "held":
      return { state: "held", finishedAt: now, lastError: null };
    case "waits":
      return { attempts: delivery.attempts - 1, nextAttemptAt: new Date(now.getTime() + outcome.seconds * 1_000) };
    default:
      return { state: outcome.result, finishedAt: now, lastError: outcome.reason, dataSealed: null };
  }
}

async function recordFailure(
  tx: Tx,
  delivery: Claimed,
  { error, isFinal, retryAfterSeconds }: Extract<Outcome, { result: "failed" }>,
): Promise<void> {
  const now = Date.now();
  const lastError = error.slice(0, longestText);
  const waitMs = isFinal || delivery.isTest ? null : nextAttemptMs(delivery, retryAfterSeconds);
  if (waitMs !== null) {
    await update(tx, delivery, { lastError, nextAttemptAt: new Date(now + waitMs) });
    return;
  }
  if (await isDeleted(delivery)) {
    await tx.prisma.delivery.deleteMany({ where: { id: delivery.id } });
    return;
  }
  const isRecorded = await update(tx, delivery, { state: "failed", lastError, finishedAt: new Date(now) });
  if (isRecorded && delivery.channelId !== null && !delivery.isTest)
    await reportFailure(tx, delivery.channelId, lastError);
}

function nextAttemptMs(delivery: Claimed, retryAfterSeconds: number | null): number | null {
  const { attempts, createdAt, isQuiet, kind } = delivery;
  if (kind === "email") return nextMailAttemptMs(attempts);
  return nextNoticeAttemptMs({ attempts, ageMs: Date.now() - createdAt.getTime(), isQuiet, retryAfterSeconds });
}

/** In the panel only: the channel that failed must not be what carries the report. */
async function reportFailure(tx: Tx, channelId: string, reason: string): Promise<void> {
  const now = Date.now();
  const isDue = { OR: [{ failureNotedAt: null }, { failureNotedAt: { lt: new Date(now - failureNoticeMs) } }] };
  const { count } = await tx.prisma.ownedChannel.updateMany({
    where: { id: channelId, ...isDue },
    data: { failureNotedAt: new Date(now) },
  });
  if (count === 0) return;
  const channel = await tx.prisma.ownedChannel.findUniqueOrThrow({ where: { id: channelId } });
  await notify(tx, channelFailed, channel.userId, { channel: channel.name, reason });
}

async function mailToAccount(tx: Tx, { userId, notice }: { userId: string; notice: Notice }): Promise<void> {
  const user = await tx.prisma.user.findUnique({ where: { id: userId }, select: { email: true } });
  if (user) await queueMail(tx, { to: user.email, userId, template: "channel-notice", data: notice });
}

/** What is due for a channel whose limit is reached is not claimed one by one, only to wait as well. */
async function postponeOthers(tx: Tx, { channelId }: Claimed, seconds: number): Promise<void> {
  const nextAttemptAt = new Date(Date.now() + seconds * 1_000);
  await tx.prisma.delivery.updateMany({
    where: { channelId, state: "queued", leasedUntil: null, nextAttemptAt: { lt: nextAttemptAt } },
    data: { nextAttemptAt },
  });
}

/** False: another worker has the lease, or the row is gone. */
async function update(tx: Tx, { id, attempts }: Claimed, data: Changes): Promise<boolean> {
  const { count } = await tx.prisma.delivery.updateMany({
    where: { id, attempts, state: "queued" },
    data: { leasedUntil: null, ...data },
  });
  return count === 1;
}

const isDeleted = async ({ kind, template }: Claimed) => kind === "email" && (await isDeletedWhenOver(template));

async function remove({ id }: Claimed): Promise<void> {
  await transaction((tx) => tx.prisma.delivery.deleteMany({ where: { id } }));
}
