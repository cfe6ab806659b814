import type { RequestOrigin } from "@/lib/access/actor";
import { systemActor } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record-audit";
import { secretsEqual } from "@/lib/core/crypto";
import { env } from "@/lib/core/env";
import { sql } from "@/lib/db/transaction";
import { signInBody } from "./contract";
import { verifyPassword } from "./password";
import { createSession } from "./sessions";

/** Finds a server's panel login; handed in, since servers are another room's. */
export type PanelLogins = (username: string) => Promise<{ serverId: string; ownerId: string; password: string } | null>;

/** The limits of sign-in; handed in by the door. `attempt` throws `rate_limited`, `forgive` takes a success back. */
export type SignInLimits = { attempt(subject: string): Promise<void>; forgive(subject: string): Promise<void> };

export type SignInResult = { token: string; userId: string } | { error: "invalid_credentials" };

/** A server's panel login: no address looks like this. */
const panelUsername = /^srv-[0-9a-z]{1,32}$/;

type UserRow = { id: string; passwordHash: string; disabled: boolean };

/**
 * Checks e-mail and password, or a server's panel login (`srv-…`), and makes a session. Unknown, wrong and disabled look
 * the same and take the same time. A session presented along with the request is ended by the caller.
 */
export async function signIn(
  credentials: unknown,
  origin: RequestOrigin,
  ports: { limits: SignInLimits; panelLogins: PanelLogins },
): Promise<SignInResult> {
  // next-auth hands over whatever JSON the client sent: objects and arrays stop here.
  const parsed = signInBody.safeParse(credentials);
  if (!parsed.success) return { error: "invalid_credentials" };
  const account = parsed.data.email.toLowerCase();
  const subjects = [`account:${account}`, `address:${origin.ip ?? "unknown"}`];
  for (const subject of subjects) await ports.limits.attempt(subject);
  const found = panelUsername.test(account)
    ? await checkPanelLogin(account, parsed.data.password, ports.panelLogins)
    : await checkPassword(account, parsed.data.password);
  const actor = { ...systemActor, kind: "user" as const, userId: found?.userId ?? null, origin };
  if (!found) {
    const detail = { account };
    await recordAudit(sql(), actor, { action: "session.refused", targetKind: "user", targetId: null, detail });
    return { error: "invalid_credentials" };
  }
  for (const subject of subjects) await ports.limits.forgive(subject);
  const session = await createSession({ userId: found.userId, scopeServerId: found.serverId, origin });
  await recordAudit(sql(), actor, { action: "session.signed_in", targetKind: "session", targetId: session.id });
  return { token: session.token, userId: found.userId };
}

type Found = { userId: string; serverId: string | null };

async function checkPassword(email: string, password: string): Promise<Found | null> {
  const user = await sql().row<UserRow>(
    `SELECT id, password_hash AS "passwordHash", disabled_at IS NOT NULL AS disabled FROM app_user WHERE email = $1`,
    [email],
  );
  const fits = await verifyPassword(password, user?.passwordHash ?? null, env().PASSWORD_PEPPER);
  return fits && user && !user.disabled ? { userId: user.id, serverId: null } : null;
}

async function checkPanelLogin(username: string, password: string, panelLogins: PanelLogins): Promise<Found | null> {
  const login = await panelLogins(username);
  const fits = secretsEqual(password, login?.password ?? "");
  return login && fits ? { userId: login.ownerId, serverId: login.serverId } : null;
}
