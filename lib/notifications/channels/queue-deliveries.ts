import { newId } from "@/lib/core/ids";
import type { OwnedChannel } from "@/lib/db/generated/client";
import type { Tx } from "@/lib/db/transaction";
import { dataColumn, mailCipher } from "../mail/queue-mail";
import type { Notice } from "./contract";
import { quietUntil } from "./quiet-hours";
import { findChannelKind } from "./registry";
import { openSettings } from "./settings";

/** Template of mails to channels. */
export const noticeTemplate = "channel-notice";

/**
 * Queues a notice for these channels in the caller's transaction. Channels that do not exist, are switched off or are
 * not confirmed are skipped; the same channel and key again does nothing. During a person's quiet hours it waits, unless it is an error.
 */
export async function queueDeliveries(
  tx: Tx,
  channelIds: readonly string[],
  notice: Notice,
  options: { key: string },
): Promise<void> {
  if (channelIds.length === 0) return;
  const channels = await tx.prisma.ownedChannel.findMany({
    where: { id: { in: [...channelIds] }, enabled: true, codeSealed: null, user: { disabledAt: null } },
    include: { user: { select: { quietHours: true } } },
  });
  const now = new Date();
  const rows = channels.flatMap(({ user, ...channel }) => {
    const until = notice.severity === "error" ? null : quietUntil(user.quietHours, now);
    return deliveryOf(channel, notice, options.key, until);
  });
  if (rows.length > 0) await tx.prisma.delivery.createMany({ data: rows, skipDuplicates: true });
}

/** The row of one delivery; none when this version does not have the channel's kind. */
export function deliveryOf(channel: OwnedChannel, notice: Notice, idempotencyKey: string, until: Date | null) {
  const kind = findChannelKind(channel.kind);
  if (!kind) return [];
  const id = newId("delivery");
  const { mailTo } = kind;
  return [
    {
      id,
      kind: channel.kind,
      channelId: channel.id,
      userId: channel.userId,
      idempotencyKey,
      recipient: mailTo?.(openSettings(channel)) ?? "",
      template: mailTo ? noticeTemplate : notice.kind,
      dataSealed: mailCipher().encrypt(JSON.stringify(notice), dataColumn, id),
      isQuiet: until !== null,
      ...(until ? { nextAttemptAt: until } : {}),
    },
  ];
}
