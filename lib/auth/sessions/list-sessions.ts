import type { Actor } from "@/lib/access/actor";
import { authorise, requireUserId } from "@/lib/access/authorise";
import { coreErrors } from "@/lib/core/errors";
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

type Row = {
  id: string;
  ip: string | null;
  userAgent: string | null;
  serverId: string | null;
  withFactor: boolean;
  isNewDevice: boolean;
  createdAt: Date;
  lastSeenAt: Date;
  expiresAt: Date;
};

/** The actor's own live sessions, the newest first. */
export function listSessions(actor: Actor): Promise<SessionRow[]> {
  return sessionsOf(requireUserId(actor), actor.sessionId);
}

/** Administrators: somebody's live sessions. */
export async function listSessionsOfUser(actor: Actor, userId: string): Promise<SessionRow[]> {
  authorise(actor, "user.manage");
  if (!(await sql().row("SELECT 1 FROM app_user WHERE id = $1", [userId]))) {
    throw coreErrors.not_found({ detail: "There is no such user." });
  }
  return sessionsOf(userId, actor.sessionId);
}

async function sessionsOf(userId: string, currentId: string | null): Promise<SessionRow[]> {
  const rows = await sql().rows<Row>(
    `SELECT id, ip, user_agent AS "userAgent", scope_server_id AS "serverId", mfa_at IS NOT NULL AS "withFactor",
            is_new_device AS "isNewDevice", created_at AS "createdAt", last_seen_at AS "lastSeenAt",
            least(idle_expires_at, absolute_expires_at) AS "expiresAt"
     FROM session WHERE user_id = $1 AND revoked_at IS NULL AND idle_expires_at > now() AND absolute_expires_at > now()
     ORDER BY id DESC LIMIT 1000`,
    [userId],
  );
  return Promise.all(rows.map((row) => toView(row, currentId)));
}

async function toView(row: Row, currentId: string | null): Promise<SessionRow> {
  const { browser, os, device } = describeAgent(row.userAgent);
  return {
    ...row,
    browser,
    os,
    device,
    place: await placeOf(row.ip),
    createdAt: row.createdAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    current: row.id === currentId,
  };
}
