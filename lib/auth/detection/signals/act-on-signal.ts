import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { recordAudit } from "@/lib/audit/record-audit";
import { revokeSessionsOf } from "@/lib/auth/sessions/revoke-sessions-of";
import { coreErrors } from "@/lib/core/errors";
import { type Tx, transaction } from "@/lib/db/transaction";
import type { SignalAction } from "../contract";
import { lockSignal } from "../detection.sql";
import { administratorsSeconds, takeMeasure } from "../measures/measures";
import { queueOwnerAlert } from "./queue-owner-alert";
import { availableActions } from "./signal-actions";

type Row = {
  id: string;
  reasons: string[];
  networks: string[];
  accountHash: string | null;
  userId: string | null;
  tokenId: string | null;
};

type Act = (tx: Tx, signal: Row, actor: Actor) => Promise<Record<string, unknown>>;

const reasonOf = (signal: Row) => signal.reasons[0] ?? "";

/** One entry per action; each returns the detail of the audit entry. */
const acts: Record<SignalAction, Act> = {
  // A false alarm: the measures that were taken end as well.
  dismiss: async (tx, { id }) => {
    const { count: lifted } = await tx.prisma.networkBlock.deleteMany({ where: { signalId: id } });
    return { lifted };
  },
  block_network: async (tx, signal) => {
    const { networks, id: signalId } = signal;
    const scope = { measure: "block" as const, networks, accountHash: "", userId: null };
    await takeMeasure(tx, { ...scope, reason: reasonOf(signal), signalId, seconds: administratorsSeconds });
    return { networks: networks.length };
  },
  lock_account: async (tx, signal) => {
    const { id: signalId, userId, accountHash } = signal;
    const scope = { measure: "lock" as const, networks: [""], accountHash: accountHash ?? "", userId };
    await takeMeasure(tx, { ...scope, reason: reasonOf(signal), signalId, seconds: administratorsSeconds });
    if (userId) await queueOwnerAlert(tx, { userId, alert: "locked", reasons: signal.reasons });
    return { userId };
  },
  revoke_sessions: async (tx, { userId }, actor) => {
    // Administrators who act on their own account keep the session they use.
    const options = { except: actor.sessionId, reason: "revoked_by_administrator" as const };
    return { userId, revoked: await revokeSessionsOf(tx, userId ?? "", options) };
  },
  revoke_token: async (tx, { tokenId, userId, reasons }) => {
    const { count: done } = await tx.prisma.apiToken.updateMany({
      where: { id: tokenId ?? "", revokedAt: null },
      data: { revokedAt: new Date() },
    });
    if (done > 0 && userId) await queueOwnerAlert(tx, { userId, alert: "token_ended", reasons });
    return { tokenId };
  },
};

/** The account is null when it was deleted since. */
async function loadSignal(tx: Tx, id: string): Promise<Row | null> {
  const signal = await tx.prisma.securitySignal.findUnique({ where: { id } });
  if (!signal) return null;
  const owner = await tx.prisma.user.findUnique({ where: { id: signal.userId ?? "" }, select: { id: true } });
  return { ...signal, userId: owner?.id ?? null };
}

/**
 * Administrators: settles a signal, by dismissing it or by acting on what it is about. Blocks and locks last a day.
 * Throws `not_found`, and `conflict` for an action that this signal has nothing for.
 */
export async function actOnSignal(actor: Actor, id: string, action: SignalAction): Promise<void> {
  authorise(actor, "security.manage");
  await transaction(async (tx) => {
    await tx.row(lockSignal, [id]);
    const signal = await loadSignal(tx, id);
    if (!signal) throw coreErrors.not_found({ detail: "There is no such signal." });
    if (action !== "dismiss" && !availableActions(signal).includes(action)) {
      throw coreErrors.conflict({ detail: "This action does not apply to this signal." });
    }
    const outcome = await acts[action](tx, signal, actor);
    await tx.prisma.securitySignal.updateMany({
      where: { id },
      data: { state: action === "dismiss" ? "dismissed" : "acted", handledBy: actor.userId, handledAt: new Date() },
    });
    const detail = { action, ...outcome };
    await recordAudit(tx, actor, { action: "security.signal_settled", targetKind: "signal", targetId: id, detail });
  });
}
