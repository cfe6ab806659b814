import { type Actor, type RequestOrigin, systemActor } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record-audit";
import { sha256 } from "@/lib/core/encryption/crypto";
import type { Tx } from "@/lib/db/transaction";
import { notify } from "@/lib/notifications/notify";
import { whereFrom } from "../accounts/where-from";
import { factorErrors } from "../factors/errors";
import { newDevice } from "../messages/new-device";
import { noteDevice } from "./known-devices";
import { placeOf } from "./place-of";
import { insertSession } from "./sessions";
import { lockActiveUser } from "./sessions.sql";

export type Opening = {
  userId: string;
  /** Set for a server's panel login. */
  scopeResourceId: string | null;
  origin: RequestOrigin;
  remember: boolean;
  amr: string[];
  /** Whether a second factor was shown. */
  withFactor: boolean;
  /** Cookies of the request: the session to end, the token of the device. */
  previousToken: string | null;
  deviceToken: string | null;
};

export type OpenedSession = { id: string; token: string; deviceToken: string | null };

/**
 * The last step of every way to sign in, in one transaction: the session of the request ends (against session
 * fixation), the new one begins, the oldest beyond the limit end, the device is recorded and a new device is reported
 * to the owner.
 */
export async function openSession(tx: Tx, opening: Opening): Promise<OpenedSession> {
  const { userId, origin } = opening;
  // Locked until the commit: a concurrent lock of the account comes before, or ends the session that is created here.
  const mayEnter = await tx.row(lockActiveUser, [userId]);
  if (!mayEnter) throw factorErrors.invalid_credentials();
  if (opening.previousToken) {
    await tx.prisma.session.updateMany({
      where: { tokenHash: sha256(opening.previousToken), revokedAt: null },
      data: { revokedAt: new Date(), revokedReason: "replaced" },
    });
  }
  // A panel login belongs to a game server, not to a person: no devices, no session limit.
  const device = opening.scopeResourceId ? null : await noteDevice(tx, userId, opening.deviceToken);
  const session = await insertSession(tx, { ...opening, deviceId: device?.id ?? null, isNewDevice: device?.isNew });
  const actor: Actor = { ...systemActor, kind: "user", userId, sessionId: session.id, origin };
  const detail = { amr: opening.amr, ...(device?.isNew ? { newDevice: true } : {}) };
  await recordAudit(tx, actor, { action: "session.signed_in", targetKind: "session", targetId: session.id, detail });
  if (!opening.scopeResourceId) await endOldest(tx, actor);
  if (device?.isNew) await announceNewDevice(tx, userId, actor);
  return { ...session, deviceToken: device?.token ?? null };
}

/** Ends the oldest sessions beyond the limit that administrators set. */
async function endOldest(tx: Tx, actor: Actor): Promise<void> {
  const now = new Date();
  const policy = await tx.prisma.securityPolicy.findFirstOrThrow({ select: { maxSessions: true } });
  const oldest = await tx.prisma.session.findMany({
    where: {
      userId: actor.userId ?? "",
      scopeResourceId: null,
      revokedAt: null,
      idleExpiresAt: { gt: now },
      absoluteExpiresAt: { gt: now },
    },
    orderBy: { id: "desc" },
    skip: policy.maxSessions,
    select: { id: true },
  });
  if (oldest.length === 0) return;
  const ended = await tx.prisma.session.updateManyAndReturn({
    where: { id: { in: oldest.map(({ id }) => id) }, revokedAt: null },
    data: { revokedAt: now, revokedReason: "limit" },
    select: { id: true },
  });
  for (const { id } of ended) {
    await recordAudit(tx, actor, { action: "session.ended_by_limit", targetKind: "session", targetId: id });
  }
}

async function announceNewDevice(tx: Tx, userId: string, { sessionId, origin }: Actor): Promise<void> {
  const data = { ...whereFrom(origin), place: await placeOf(origin.ip) };
  await notify(tx, newDevice, userId, data, { sessionId });
}
