import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { recordAudit } from "@/lib/audit/record-audit";
import { sleep } from "@/lib/core/clock";
import { coreErrors } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { sql, type Tx, transaction } from "@/lib/db/transaction";
import { type ChannelTestView, type Notice, testKey } from "../contract";
import { deliveryOf } from "../queue-deliveries";
import { toDeliveryView } from "./channel-views";
import { sendCode } from "./confirm-channel";
import { loadChannel } from "./load-channel";

/** A claim within a second, an attempt of at most ten. */
const waitMs = 13_000;
const pollMs = 150;

const testNotice = (): Notice => ({
  kind: "channel.test",
  severity: "info",
  title: "A test from LightNode",
  body: "This channel works.",
  href: "/account/notifications",
  at: new Date().toISOString(),
});

/**
 * Sends a test, or a new code to an address that is not confirmed, and waits for what the other side says. The worker
 * sends it, as it sends all: it has the credentials, and the test takes the same way. `queued`: it did not end in time.
 */
export async function testChannel(actor: Actor, id: string): Promise<ChannelTestView> {
  authorise(actor, "channel.manage");
  const since = newId("delivery");
  await transaction((tx) => queueTest(tx, actor, id));
  const endsAt = Date.now() + waitMs;
  for (;;) {
    const row = await sql().prisma.delivery.findFirst({
      where: { channelId: id, idempotencyKey: { startsWith: testKey }, id: { gte: since } },
      orderBy: { id: "desc" },
    });
    if (!row) throw coreErrors.not_found({ detail: "The channel was deleted meanwhile." });
    if (row.state !== "queued" || Date.now() > endsAt) {
      const { state, answer, lastError } = toDeliveryView(row);
      return { state, answer, lastError };
    }
    await sleep(pollMs);
  }
}

async function queueTest(tx: Tx, actor: Actor, id: string): Promise<void> {
  const channel = await loadChannel(tx, actor, id);
  if (channel.codeSealed !== null) await sendCode(tx, id);
  else {
    const rows = deliveryOf(channel, testNotice(), `${testKey}${newId("delivery")}`, null);
    // Before all that waits for the channel.
    await tx.prisma.delivery.createMany({ data: rows.map((row) => ({ ...row, nextAttemptAt: new Date(0) })) });
  }
  await recordAudit(tx, actor, { action: "channel.tested", targetKind: "channel", targetId: id });
}
