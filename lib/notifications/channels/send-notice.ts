import { messageOf } from "@/lib/core/errors";
import { sql } from "@/lib/db/transaction";
import { type MailTools, sendMail } from "../mail/send-mail";
import { isRefusal, type Outcome } from "../outbox/delivery-rules";
import { returnToBudget, takeFromBudget } from "./budget";
import type { Notice } from "./contract";
import type { ChannelKind } from "./define-channel-kind";
import { mergeWaiting } from "./merge-waiting";
import { type ChannelDelivery, openNotice } from "./open-notice";
import { type Answer, post, RefusedAddress } from "./outbound/post";
import { findChannelKind } from "./registry";
import { openSettings } from "./settings";

const windowMs = 60_000;

/** Sends one notice to a person's channel, or to where the channel's rules lead it instead. */
export async function sendNotice(delivery: ChannelDelivery, tools: MailTools): Promise<Outcome> {
  const channel = await sql().prisma.ownedChannel.findUnique({ where: { id: delivery.channelId } });
  const kind = findChannelKind(channel?.kind ?? "");
  if (!channel || !kind) return refused("This version of the panel does not have this kind of channel.");
  if (!delivery.isTest && !channel.enabled) return { result: "dropped", reason: "The channel was switched off." };
  // The code that confirms it is sent as a test.
  if (!delivery.isTest && channel.codeSealed !== null)
    return { result: "dropped", reason: "The new address is not confirmed." };
  const merged = await mergeWaiting(delivery);
  if (merged) return merged;
  const seconds = await waitForPlace(channel.id, kind.perMinute);
  if (seconds !== null) return { result: "waits", seconds };
  const { send } = kind;
  if (!send) return sendMail(delivery, tools);
  const content = openNotice(delivery);
  const now = new Date();
  const { perDay } = kind;
  if (perDay && !(await takeFromBudget(channel.userId, kind.kind, perDay(), now)))
    return fallBackToMail(channel.userId, content, channel.name);
  const context = { idempotencyKey: delivery.id, nowMs: now.getTime(), site: tools.site, post };
  const outcome = await attempt(() => send(openSettings(channel), content, context), channel.id, kind);
  if (perDay && outcome.result !== "sent") await returnToBudget(channel.userId, kind.kind, now);
  return outcome;
}

/** Whatever is thrown becomes an outcome, so that the budget is settled in every case. */
async function attempt(send: () => Promise<Answer>, channelId: string, kind: ChannelKind): Promise<Outcome> {
  try {
    return await outcomeOf(await send(), channelId, kind);
  } catch (error) {
    return { ...refused(messageOf(error)), isFinal: error instanceof RefusedAddress };
  }
}

const refused = (error: string) =>
  ({ result: "failed", error, isFinal: true, retryAfterSeconds: null }) satisfies Outcome;

async function outcomeOf(answer: Answer, channelId: string, kind: ChannelKind): Promise<Outcome> {
  const { status, text, retryAfterSeconds } = answer;
  const said = `${status} ${text.trim()}`.trim();
  if (status >= 200 && status < 300) return { result: "sent", answer: said };
  if (kind.goneStatuses?.includes(status))
    await sql().prisma.ownedChannel.updateMany({ where: { id: channelId }, data: { enabled: false } });
  return { result: "failed", error: `The other side replied ${said}`, isFinal: isRefusal(status), retryAfterSeconds };
}

/** Takes one of the channel's messages of this minute; seconds until there is one when all are used. */
async function waitForPlace(id: string, perMinute: number): Promise<number | null> {
  const now = Date.now();
  const { ownedChannel } = sql().prisma;
  const renewed = await ownedChannel.updateMany({
    where: { id, windowStart: { lte: new Date(now - windowMs) } },
    data: { windowStart: new Date(now), windowCount: 1 },
  });
  if (renewed.count > 0) return null;
  const taken = await ownedChannel.updateMany({
    where: { id, windowCount: { lt: perMinute } },
    data: { windowCount: { increment: 1 } },
  });
  if (taken.count > 0) return null;
  const channel = await ownedChannel.findUnique({ where: { id }, select: { windowStart: true } });
  const end = (channel?.windowStart.getTime() ?? now) + windowMs;
  return Math.max(1, Math.ceil((end - now) / 1_000));
}

/** To the address of the account, with a note. */
function fallBackToMail(userId: string, content: Notice, channel: string): Outcome {
  const reason = `${channel} has used its messages of this day. This one goes by e-mail.`;
  const body = `${content.body.slice(0, 3_800)}\n\n${reason}`.trim();
  return { result: "replaced", reason, mail: { userId, notice: { ...content, body } } };
}
