import type { Actor } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record-audit";
import { transaction } from "@/lib/db/transaction";
import { emitEvent } from "@/lib/events/emit-event";
import { executorChannel } from "@/lib/realtime/contract";
import { recordEvent } from "./fleet/timeline";
import { executorChanged } from "./publication/changed-event";
import { executorPublisher } from "./publication/executor-publisher";
import { wakeExecutors } from "./publication/wake";
import { loadExecutor } from "./queries";

/**
 * Ends an executor permanently: its row (every next call is refused), its waiting commands, its long polls, and its
 * sockets, which are signed in under its id. A second time does nothing.
 */
export async function revokeExecutor(actor: Actor, id: string): Promise<void> {
  await transaction(async (tx) => {
    const row = await loadExecutor(actor, id, "executor.manage", tx, true);
    if (row.revokedAt) return;
    const now = new Date();
    await tx.prisma.executor.updateMany({
      where: { id },
      data: { revokedAt: now, previousHash: null, previousUntil: null, toldPresence: "revoked" },
    });
    await tx.prisma.executorCommand.updateMany({
      where: { executorId: id, finishedAt: null },
      data: { state: "cancelled", error: "The executor was revoked.", finishedAt: now },
    });
    await wakeExecutors(tx, [id]);
    await recordEvent(tx, id, "presence.revoked", "It was revoked.");
    await recordAudit(tx, actor, { action: "executor.revoked", targetKind: "executor", targetId: id });
    await emitEvent(tx, executorChanged, { executorId: id, ownerId: row.ownerId, what: "presence" });
  });
  const publisher = executorPublisher();
  // The event first: a closed socket carries none.
  await publisher.publish(executorChannel(id), "executor.revoked", { at: new Date().toISOString() });
  await publisher.terminateUser(id);
}
