import { randomInt, timingSafeEqual } from "node:crypto";
import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { recordAudit } from "@/lib/audit/record-audit";
import { fieldCipher } from "@/lib/core/encryption/field-cipher";
import { coreErrors } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { type Tx, transaction } from "@/lib/db/transaction";
import type { ChannelView, Notice } from "../contract";
import { deliveryOf } from "../queue-deliveries";
import { readChannelView } from "./channel-views";
import { loadChannel } from "./load-channel";

const column = "notification_channel:code";
const validMs = 15 * 60_000;
const mostTries = 5;

/** Its text has nothing that a person typed: the address may be somebody else's. */
const codeNotice = (code: string): Notice => ({
  kind: "channel.code",
  severity: "info",
  title: `${code} is the code for your notification channel`,
  body: "Enter it in the panel within 15 minutes. If you did not ask for it, ignore this message.",
  href: null,
  at: new Date().toISOString(),
});

/** Makes a new code for a channel and sends it there; the codes before are not valid any more. */
export async function sendCode(tx: Tx, id: string): Promise<void> {
  const code = String(randomInt(1_000_000)).padStart(6, "0");
  const channel = await tx.prisma.ownedChannel.update({
    where: { id },
    data: {
      codeSealed: fieldCipher().encrypt(code, column, id),
      codeTries: 0,
      codeUntil: new Date(Date.now() + validMs),
    },
  });
  // A code that is not sent within its time is of no use: it is tried once, as a test is.
  await tx.prisma.delivery.createMany({
    data: deliveryOf(channel, codeNotice(code), `test:code:${newId("delivery")}`, null),
  });
}

/** Confirms the address of a channel with the code that was sent there. */
export async function confirmChannel(actor: Actor, id: string, code: string): Promise<ChannelView> {
  authorise(actor, "channel.manage");
  const isConfirmed = await transaction((tx) => tryCode(tx, actor, id, code));
  // After the commit, so that the try counts.
  if (!isConfirmed)
    throw coreErrors.validation_failed({
      errors: [{ path: "code", message: "The code is wrong, or not valid any more. Send a test to get a new one." }],
    });
  return transaction((tx) => readChannelView(tx, id));
}

async function tryCode(tx: Tx, actor: Actor, id: string, code: string): Promise<boolean> {
  const { codeSealed } = await loadChannel(tx, actor, id);
  if (codeSealed === null) return true;
  const counted = await tx.prisma.ownedChannel.updateMany({
    where: { id, codeSealed, codeTries: { lt: mostTries }, codeUntil: { gt: new Date() } },
    data: { codeTries: { increment: 1 } },
  });
  const expected = Buffer.from(fieldCipher().decrypt(codeSealed, column, id));
  const given = Buffer.from(code);
  if (counted.count === 0 || given.length !== expected.length || !timingSafeEqual(given, expected)) return false;
  await tx.prisma.ownedChannel.updateMany({ where: { id }, data: { codeSealed: null, codeUntil: null } });
  await recordAudit(tx, actor, { action: "channel.confirmed", targetKind: "channel", targetId: id });
  return true;
}
