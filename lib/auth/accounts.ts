import type { z } from "zod";
import { type Actor, noOrigin, type RequestOrigin, systemActor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { maskFields, visibilityOf } from "@/lib/access/fields";
import type { Role } from "@/lib/access/permissions";
import { recordAudit } from "@/lib/audit/record-audit";
import { randomToken, sha256 } from "@/lib/core/crypto";
import { env } from "@/lib/core/env";
import { coreErrors } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import type { ListQuery } from "@/lib/core/lists";
import { normaliseEmail } from "@/lib/core/typed-text";
import { gibToMb, mbToGib } from "@/lib/core/units";
import { type Sql, sql, type Tx, transaction } from "@/lib/db/transaction";
import { queueMail } from "@/lib/notifications/mail/queue-mail";
import type { patchUserBody, registerBody, setupBody, UserView } from "./contract";
import { authErrors } from "./errors";
import { consumeOpenChallenges } from "./factors/challenges";
import { hashPassword } from "./password";
import { requireStrongPassword } from "./password-strength";
import { queueSecurityNotice } from "./security-notice";
import { revokeSessionsOf } from "./sessions/revoke-sessions-of";
import { rotateSession } from "./sessions/rotate-session";
import { isVerificationRequired } from "./verify-email";

export type NewAccount = { email: string; name: string; password: string; role: Role };

async function insertUser(
  db: Sql,
  account: Omit<NewAccount, "password"> & { passwordHash: string; isVerified: boolean },
): Promise<string | null> {
  const id = newId("user");
  const inserted = await db.run(
    `INSERT INTO app_user (id, email, name, password_hash, role, email_verified_at)
     VALUES ($1, $2, $3, $4, $5, CASE WHEN $6 THEN now() END) ON CONFLICT (email) DO NOTHING`,
    [id, account.email, account.name, account.passwordHash, account.role, account.isVerified],
  );
  return inserted === 1 ? id : null;
}

/**
 * Where an address must be confirmed before the first sign-in, the last sign-up before the confirmation counts: a
 * person who signed up with it earlier must not keep a password that its owner then confirms unknowingly. An account
 * that was ever used (before confirming was asked for) is never overwritten. One statement either way.
 */
async function insertNewcomer(
  tx: Tx,
  { email, name, passwordHash }: { email: string; name: string; passwordHash: string },
): Promise<string | null> {
  const row = await tx.row<{ id: string; isNew: boolean }>(
    `INSERT INTO app_user (id, email, name, password_hash, role) VALUES ($1, $2, $3, $4, 'USER')
     ON CONFLICT (email) DO UPDATE SET name = excluded.name, password_hash = excluded.password_hash,
         password_changed_at = now(), updated_at = now()
       WHERE $5 AND app_user.email_verified_at IS NULL AND app_user.disabled_at IS NULL
         AND NOT EXISTS (SELECT 1 FROM session s WHERE s.user_id = app_user.id)
         AND NOT EXISTS (SELECT 1 FROM workload w WHERE w.owner_id = app_user.id)
     RETURNING id, (xmax = 0) AS "isNew"`,
    [newId("user"), email, name, passwordHash, isVerificationRequired()],
  );
  return row?.isNew ? row.id : null;
}

/**
 * Sign-up. Answers the same whether or not the address is known; a known one is left as it is, and its password is not
 * changed by somebody who merely types the address.
 */
export async function registerAccount(input: z.output<typeof registerBody>, origin: RequestOrigin): Promise<void> {
  await requireStrongPassword(input.password, input);
  const passwordHash = await hashPassword(input.password, env().PASSWORD_PEPPER);
  await transaction(async (tx) => {
    const id = await insertNewcomer(tx, { ...input, passwordHash });
    // Its preparer distinguishes a new address from one that has an account.
    await queueMail(tx, { to: input.email, userId: null, template: "account-exists", data: null });
    const action = id ? "user.registered" : "user.registration_repeated";
    await recordAudit(
      tx,
      { ...systemActor, kind: "user", userId: id, origin },
      { action, targetKind: "user", targetId: id },
    );
  });
}

/** For the command line and first start; `email_taken` when the address is in use. */
/** `also` runs in the transaction that makes the account. */
export async function createAccount(
  actor: Actor,
  account: NewAccount,
  also: (tx: Tx, id: string) => Promise<unknown> = async () => {},
): Promise<{ id: string }> {
  authorise(actor, "user.manage");
  const passwordHash = await hashPassword(account.password, env().PASSWORD_PEPPER);
  return transaction(async (tx) => {
    const id = await insertUser(tx, { ...account, passwordHash, isVerified: true });
    if (!id) throw authErrors.email_taken();
    await recordAudit(tx, actor, {
      action: "user.created",
      targetKind: "user",
      targetId: id,
      detail: { role: account.role },
    });
    await also(tx, id);
    return { id };
  });
}

/** Administrators who can sign in; none means that the panel still waits for its first. */
export async function countAdministrators(): Promise<number> {
  const row = await sql().row<{ n: number }>(
    "SELECT count(*)::int AS n FROM app_user WHERE role = 'ADMIN' AND disabled_at IS NULL",
  );
  return row?.n ?? 0;
}

/** A new one-time setup link's token (32 bytes, 24 h); earlier ones become invalid. */
export async function createSetupToken(): Promise<string> {
  const token = randomToken(32);
  await transaction(async (tx) => {
    await tx.run("DELETE FROM setup_link");
    await tx.run("INSERT INTO setup_link (id, token_hash, expires_at) VALUES ($1, $2, now() + interval '24 hours')", [
      newId("setup"),
      sha256(token),
    ]);
  });
  return token;
}

// A link is invalid once somebody can administer the panel, however they came to be an administrator.
const validSetupLink = `token_hash = $1 AND used_at IS NULL AND expires_at > now()
  AND NOT EXISTS (SELECT 1 FROM app_user WHERE role = 'ADMIN' AND disabled_at IS NULL)`;

/** Creates the first administrator; the link is used up in the same transaction. */
export async function completeSetup(input: z.output<typeof setupBody>, origin: RequestOrigin): Promise<void> {
  await requireStrongPassword(input.password, input);
  const passwordHash = await hashPassword(input.password, env().PASSWORD_PEPPER);
  await transaction(async (tx) => {
    const used = await tx.run(`UPDATE setup_link SET used_at = now() WHERE ${validSetupLink}`, [sha256(input.token)]);
    if (used === 0) throw authErrors.setup_link_invalid();
    const id = await insertUser(tx, {
      email: input.email,
      name: input.name,
      passwordHash,
      role: "ADMIN",
      isVerified: true,
    });
    if (!id) throw authErrors.email_taken();
    const actor: Actor = { ...systemActor, kind: "user", userId: id, origin };
    await recordAudit(tx, actor, { action: "setup.completed", targetKind: "user", targetId: id });
  });
}

/** Whether a setup token would be accepted now, for the page. */
export async function isSetupTokenValid(token: string): Promise<boolean> {
  return (await sql().row(`SELECT 1 FROM setup_link WHERE ${validSetupLink}`, [sha256(token)])) !== null;
}

type UserRow = {
  id: string;
  email: string;
  name: string;
  role: Role;
  disabled: boolean;
  servers: number;
  maxServers: number;
  maxMemoryMb: number;
  maxCpuMilli: number;
  maxDiskMb: number;
  createdAt: Date;
};

/** Staff: accounts, the newest first; `q` searches name and address. */
export async function listUsers(
  actor: Actor,
  query: ListQuery,
): Promise<{ items: UserView[]; nextCursor: string | null }> {
  authorise(actor, "user.read");
  // Searching in fields that the actor may not see would reveal them letter by letter.
  const seesAddresses = visibilityOf(actor, "user.email", false) === "clear";
  const rows = await sql().rows<UserRow>(
    `SELECT u.id, u.email, u.name, u.role, u.disabled_at IS NOT NULL AS disabled, u.max_servers AS "maxServers",
            u.max_memory_mb AS "maxMemoryMb", u.max_cpu_milli AS "maxCpuMilli", u.max_disk_mb AS "maxDiskMb",
            u.created_at AS "createdAt", (SELECT count(*)::int FROM workload w WHERE w.owner_id = u.id) AS servers
     FROM app_user u
     WHERE ($1::text IS NULL OR u.id < $1) AND ($2::text IS NULL OR ($4 AND u.email ILIKE '%' || $2 || '%') OR u.name ILIKE '%' || $2 || '%')
     ORDER BY u.id DESC LIMIT $3`,
    [query.cursor ?? null, query.q?.replace(/[\\%_]/g, "\\$&") || null, query.limit + 1, seesAddresses],
  );
  const more = rows.length > query.limit;
  const items = (more ? rows.slice(0, query.limit) : rows).map((row) =>
    maskFields(actor, "user", toView(row), row.id === actor.userId),
  );
  return { items, nextCursor: more ? (items.at(-1)?.id ?? null) : null };
}

function toView(row: UserRow): UserView {
  const { id, email, name, role, disabled, servers } = row;
  const quota = {
    servers: row.maxServers,
    memory: mbToGib(row.maxMemoryMb),
    cpu: row.maxCpuMilli / 1000,
    diskSpace: mbToGib(row.maxDiskMb),
  };
  return { id, email, name, role, disabled, servers, quota, createdAt: row.createdAt.toISOString() };
}

/**
 * Changes role, quota or access; disabling ends the user's sessions in the same transaction. Actors who change their
 * own role continue with a new token: `cookie` is its Set-Cookie value.
 */
export async function changeUser(
  actor: Actor,
  id: string,
  change: z.output<typeof patchUserBody>,
): Promise<{ cookie: string | null }> {
  authorise(actor, "user.manage");
  return transaction(async (tx) => {
    const user = await tx.row<{ role: Role; email: string; name: string; disabled: boolean }>(
      "SELECT role, email, name, disabled_at IS NOT NULL AS disabled FROM app_user WHERE id = $1 FOR UPDATE",
      [id],
    );
    if (!user) throw coreErrors.not_found({ detail: "There is no such user." });
    const losesAdmin = user.role === "ADMIN" && (change.disabled === true || (change.role && change.role !== "ADMIN"));
    if (losesAdmin) await requireAnotherAdministrator(tx, id);
    const quota = change.quota ?? {};
    await tx.run(
      `UPDATE app_user SET role = coalesce($2::role, role), updated_at = now(),
         disabled_at = CASE WHEN $3::boolean IS NULL THEN disabled_at WHEN $3 THEN coalesce(disabled_at, now()) END,
         max_servers = coalesce($4, max_servers), max_memory_mb = coalesce($5, max_memory_mb),
         max_cpu_milli = coalesce($6, max_cpu_milli), max_disk_mb = coalesce($7, max_disk_mb) WHERE id = $1`,
      [
        id,
        change.role ?? null,
        change.disabled ?? null,
        quota.servers ?? null,
        quota.memory === undefined ? null : gibToMb(quota.memory),
        quota.cpu === undefined ? null : Math.round(quota.cpu * 1000),
        quota.diskSpace === undefined ? null : gibToMb(quota.diskSpace),
      ],
    );
    const roleChanged = change.role !== undefined && change.role !== user.role;
    if (change.disabled) await endAccess(tx, id);
    // A session begun under another role is not carried over: its user signs in again.
    else if (roleChanged) await revokeSessionsOf(tx, id, { reason: "role_changed", except: actor.sessionId });
    const to = { userId: id, email: user.email, name: user.name };
    if (change.disabled && !user.disabled) await queueSecurityNotice(tx, to, "account_locked", noOrigin);
    else if (roleChanged) await queueSecurityNotice(tx, to, "role_changed", noOrigin);
    await recordAudit(tx, actor, {
      action: "user.changed",
      targetKind: "user",
      targetId: id,
      before: { role: user.role, disabled: user.disabled },
      after: { role: change.role ?? user.role, disabled: change.disabled ?? user.disabled },
      detail: change.quota ? { quota: change.quota } : {},
    });
    const own = roleChanged && actor.kind === "user" && actor.userId === id ? actor.sessionId : null;
    return { cookie: own ? await rotateSession(tx, own) : null };
  });
}

/** Ends the sessions of a disabled account, and the sign-ins in progress. */
async function endAccess(tx: Tx, id: string): Promise<void> {
  await revokeSessionsOf(tx, id, { reason: "locked" });
  await consumeOpenChallenges(tx, id);
}

async function requireAnotherAdministrator(tx: Tx, id: string): Promise<void> {
  const others = await tx.rows(
    "SELECT id FROM app_user WHERE role = 'ADMIN' AND disabled_at IS NULL AND id <> $1 FOR UPDATE",
    [id],
  );
  if (others.length === 0) throw authErrors.last_administrator();
}

/** By an address as people type it. */
export async function findUserByEmail(email: string): Promise<{ id: string; role: Role } | null> {
  return sql().row("SELECT id, role FROM app_user WHERE email = $1", [normaliseEmail(email)]);
}
