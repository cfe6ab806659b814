import { isInside } from "@/lib/core/networks";
import type { Tx } from "@/lib/db/transaction";
import type { Measure, Response } from "../contract";
import { measureSeconds, takeMeasure } from "../measures/measures";
import type { Signal } from "../rules/rule";
import { type Alert, queueOwnerAlert } from "./queue-owner-alert";

/**
 * What is done about a signal by itself: one entry per response. Each may run again while the signal is open; a measure
 * is then extended, and people are notified once. Returns whether the response had a target.
 */
export type Raised = Signal & {
  id: string;
  /** It is new, or now names a session or token that it did not. */
  isUnreported: boolean;
};

type Respond = (tx: Tx, signal: Raised) => Promise<boolean>;

const responders: Record<Response, Respond> = {
  observe: async () => true,
  notify: async (tx, signal) => {
    if (!signal.userId) return false;
    if (signal.isUnreported) await queueOwnerAlert(tx, { ...alertOf(signal), userId: signal.userId });
    return true;
  },
  slow: (tx, signal) => measure(tx, signal, "slow"),
  challenge: (tx, signal) => measure(tx, signal, "challenge"),
  block: (tx, signal) => measure(tx, signal, "block"),
  lock: async (tx, signal) => {
    if (!signal.accountHash) return false;
    const { userId, id: signalId, accountHash } = signal;
    const reason = signal.reasons[0] ?? "";
    const seconds = measureSeconds.lock;
    await takeMeasure(tx, { measure: "lock", networks: [""], accountHash, userId, reason, signalId, seconds });
    // An attacker who gets to the second factor has the password: that matters more than the lock.
    const alert = signal.kind === "factor_fatigue" ? "factor_fatigue" : "locked";
    if (userId && signal.isUnreported) await queueOwnerAlert(tx, { userId, alert, reasons: signal.reasons });
    return true;
  },
  revoke: async (tx, signal) => {
    const ended = (await endSession(tx, signal.sessionId)) || (await endToken(tx, signal.tokenId));
    const alert = signal.tokenId ? "token_ended" : "session_ended";
    if (ended && signal.userId) await queueOwnerAlert(tx, { userId: signal.userId, alert, reasons: signal.reasons });
    return signal.sessionId !== null || signal.tokenId !== null;
  },
};

/** Carries a response out in the transaction that raises the signal; returns what was really done. */
export async function respond(tx: Tx, signal: Raised, response: Response): Promise<Response> {
  return (await responders[response](tx, signal)) ? response : "observe";
}

/** A network that attacks many accounts is restricted for all accounts, anything else for the account concerned. */
async function measure(tx: Tx, signal: Raised, kind: Measure): Promise<boolean> {
  const isAboutNetwork = signal.kind === "credential_stuffing";
  const accountHash = isAboutNetwork ? "" : (signal.accountHash ?? "");
  // Behind an unconfigured proxy all clients share one private network: blocking it would lock everybody out.
  if (isAboutNetwork && signal.networks.some(isInside)) return false;
  if (signal.networks.length === 0 || (!isAboutNetwork && !accountHash)) return false;
  await takeMeasure(tx, {
    measure: kind,
    networks: signal.networks,
    accountHash,
    userId: isAboutNetwork ? null : signal.userId,
    reason: signal.reasons[0] ?? "",
    signalId: signal.id,
    seconds: measureSeconds[kind],
  });
  return true;
}

function alertOf({ kind, sessionId, reasons }: Signal): Pick<Alert, "alert" | "reasons"> {
  if (kind === "credential_stuffing" || (kind === "brute_force" && sessionId)) {
    return { alert: "password_found", reasons };
  }
  return { alert: kind, reasons };
}

async function endSession(tx: Tx, id: string | null): Promise<boolean> {
  if (!id) return false;
  const { count: ended } = await tx.prisma.session.updateMany({
    where: { id, revokedAt: null },
    data: { revokedAt: new Date(), revokedReason: "suspicious" },
  });
  return ended > 0;
}

async function endToken(tx: Tx, id: string | null): Promise<boolean> {
  if (!id) return false;
  const where = { id, revokedAt: null };
  const { count } = await tx.prisma.apiToken.updateMany({ where, data: { revokedAt: new Date() } });
  return count > 0;
}
