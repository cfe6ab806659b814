import type { Actor } from "@/lib/access/actor";
import { authorise, requireUserId } from "@/lib/access/authorise";
import { coreErrors } from "@/lib/core/errors";
import type { Session } from "@/lib/db/generated/client";
import { sql } from "@/lib/db/transaction";
import { describeAgent } from "./describe-agent";
import { placeOf } from "./place-of";

export type SessionRow = {
  id: string;
  device: "computer" | "phone" | "tablet" | "program";
  browser: string;
  os: string;
  ip: string | null;
  /** City and country, when the panel has a GeoIP database. */
  place: string | null;
  userAgent: string | null;
  /** The game server it is limited to, for a panel login. */
  serverId: string | null;
  withFactor: boolean;
  isNewDevice: boolean;
  createdAt: string;
  lastSeenAt: string;
  expiresAt: string;
  current: boolean;
};

const shown = {
  id: true,
  ip: true,
  userAgent: true,
  scopeResourceId: true,
  mfaAt: true,
  isNewDevice: true,
  createdAt: true,
  lastSeenAt: true,
  idleExpiresAt: true,
  absoluteExpiresAt: true,
} as const;
type Row = Pick<Session, keyof typeof shown>;

/** The actor's own live sessions, the newest first. */
export function listSessions(actor: Actor): Promise<SessionRow[]> {
  return sessionsOf(requireUserId(actor), actor.sessionId);
}

/** Administrators: somebody's live sessions. */
export async function listSessionsOfUser(actor: Actor, userId: string): Promise<SessionRow[]> {
  authorise(actor, "user.manage");
  if (!(await sql().prisma.user.findUnique({ where: { id: userId }, select: { id: true } }))) {
    throw coreErrors.not_found({ detail: "There is no such user." });
  }
  return sessionsOf(userId, actor.sessionId);
}

async function sessionsOf(userId: string, currentId: string | null): Promise<SessionRow[]> {
  const now = new Date();
  const rows = await sql().prisma.session.findMany({
    where: { userId, revokedAt: null, idleExpiresAt: { gt: now }, absoluteExpiresAt: { gt: now } },
    select: shown,
    orderBy: { id: "desc" },
    take: 1000,
  });
  return Promise.all(rows.map((row) => toView(row, currentId)));
}

async function toView(row: Row, currentId: string | null): Promise<SessionRow> {
  const { browser, os, device } = describeAgent(row.userAgent);
  const { idleExpiresAt: idle, absoluteExpiresAt: absolute } = row;
  return {
    id: row.id,
    ip: row.ip,
    userAgent: row.userAgent,
    serverId: row.scopeResourceId,
    withFactor: row.mfaAt !== null,
    isNewDevice: row.isNewDevice,
    browser,
    os,
    device,
    place: await placeOf(row.ip),
    createdAt: row.createdAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
    expiresAt: new Date(Math.min(idle.getTime(), absolute.getTime())).toISOString(),
    current: row.id === currentId,
  };
}
