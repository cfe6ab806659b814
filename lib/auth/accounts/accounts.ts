import type { z } from "zod";
import { type Actor, noOrigin, type RequestOrigin, systemActor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { maskFields, visibilityOf } from "@/lib/access/fields";
import type { Role } from "@/lib/access/permissions";
import { recordAudit } from "@/lib/audit/record-audit";
import { randomToken, sha256 } from "@/lib/core/encryption/crypto";
import { env } from "@/lib/core/env";
import { coreErrors } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import type { ListQuery } from "@/lib/core/lists";
import { normaliseEmail } from "@/lib/core/typed-text";
import { gibToMb, mbToGib } from "@/lib/core/units";
import type { User } from "@/lib/db/generated/client";
import { page } from "@/lib/db/page";
import { type Sql, sql, type Tx, transaction } from "@/lib/db/transaction";
import { queueMail } from "@/lib/notifications/mail/queue-mail";
import { countByOwner } from "@/lib/workloads/queries";
import type { patchUserBody, registerBody, setupBody, UserView } from "../contract";
import { authErrors } from "../errors";
import { consumeOpenChallenges } from "../factors/challenges/challenges";
import { hashPassword } from "../passwords/password";
import { requireStrongPassword } from "../passwords/password-strength";
import { revokeSessionsOf } from "../sessions/revoke-sessions-of";
import { rotateSession } from "../sessions/rotate-session";
import { countActiveAdministrators, insertNewcomer, lockAccount } from "./accounts.sql";
import { lockUser } from "./lock-user";
import { announceSecurityChange } from "./security-notice";
import { isVerificationRequired } from "./verify-email";

export type NewAccount = { email: string; name: string; password: string; role: Role };

async function insertUser(
  db: Sql,
  account: Omit<NewAccount, "password"> & { passwordHash: string; isVerified: boolean },
): Promise<string | null> {
  const id = newId("user");
  const { email, name, passwordHash, role, isVerified } = account;
  const emailVerifiedAt = isVerified ? new Date() : null;
  const { count: inserted } = await db.prisma.user.createMany({
    data: { id, email, name, passwordHash, role, emailVerifiedAt },
    skipDuplicates: true,
  });
  return inserted === 1 ? id : null;
}

/**
 * Where an address must be confirmed before the first sign-in, the last sign-up before the confirmation counts: a
 * person who signed up with it earlier must not keep a password that its owner then confirms unknowingly. An account
 * that was ever used (before confirming was asked for) is never overwritten. One statement either way.
 */
async function registerNewcomer(
  tx: Tx,
  { email, name, passwordHash }: { email: string; name: string; passwordHash: string },
): Promise<string | null> {
  const row = await tx.row(insertNewcomer, [newId("user"), email, name, passwordHash, isVerificationRequired()]);
  return row?.isNew ? row.id : null;
}

/**
 * Sign-up. Answers the same whether or not the address is known; a known one is left as it is, and its password is not
 * changed by somebody who merely types the address.
 */
export async function registerAccount(input: z.output<typeof registerBody>, origin: RequestOrigin): Promise<void> {
  await requireStrongPassword(input.password, input);
  const passwordHash = await hashPassword(input.password, env());
  await transaction(async (tx) => {
    const id = await registerNewcomer(tx, { ...input, passwordHash });
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
  const passwordHash = await hashPassword(account.password, env());
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
  const row = await sql().row(countActiveAdministrators);
  return row?.n ?? 0;
}

const activeAdministrator = { role: "ADMIN", disabledAt: null } as const;
const setupLinkMs = 24 * 3_600_000;

/** A new one-time setup link's token (32 bytes, 24 h); earlier ones become invalid. */
export async function createSetupToken(): Promise<string> {
  const token = randomToken(32);
  const link = { id: newId("setup"), tokenHash: sha256(token), expiresAt: new Date(Date.now() + setupLinkMs) };
  await transaction(async (tx) => {
    await tx.prisma.setupLink.deleteMany();
    await tx.prisma.setupLink.create({ data: link });
  });
  return token;
}

/** Creates the first administrator; the link is used up in the same transaction. */
export async function completeSetup(input: z.output<typeof setupBody>, origin: RequestOrigin): Promise<void> {
  await requireStrongPassword(input.password, input);
  const passwordHash = await hashPassword(input.password, env());
  await transaction(async (tx) => {
    // Of two at once one finds the link unused.
    const { count: used } = await tx.prisma.setupLink.updateMany({
      where: { tokenHash: sha256(input.token), usedAt: null, expiresAt: { gt: new Date() } },
      data: { usedAt: new Date() },
    });
    // A link is invalid once somebody can administer the panel, however they came to be an administrator.
    if (used === 0 || (await tx.prisma.user.count({ where: activeAdministrator })) > 0) {
      throw authErrors.setup_link_invalid();
    }
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
  const where = { tokenHash: sha256(token), usedAt: null, expiresAt: { gt: new Date() } };
  return (await sql().prisma.setupLink.count({ where })) > 0 && (await countAdministrators()) === 0;
}

const shown = {
  id: true,
  email: true,
  name: true,
  role: true,
  disabledAt: true,
  maxServers: true,
  maxMemoryMb: true,
  maxCpuMilli: true,
  maxDiskMb: true,
  createdAt: true,
} as const;
type UserRow = Pick<User, keyof typeof shown>;

/** Staff: accounts, the newest first; `q` searches name and address. */
export async function listUsers(
  actor: Actor,
  query: ListQuery,
): Promise<{ items: UserView[]; nextCursor: string | null }> {
  authorise(actor, "user.read");
  // Searching in fields that the actor may not see would reveal them letter by letter.
  const seesAddresses = visibilityOf(actor, "user.email", false) === "clear";
  const search = query.q ? ({ contains: query.q, mode: "insensitive" } as const) : undefined;
  const own = search && { OR: [...(seesAddresses ? [{ email: search }] : []), { name: search }] };
  const { rows, nextCursor } = await page(query, (window) =>
    sql().prisma.user.findMany({ ...window, where: { ...window.where, ...own }, select: shown }),
  );
  const owned = await countByOwner(
    sql(),
    rows.map(({ id }) => id),
  );
  const views = rows.map((row) => toView(row, owned.get(row.id) ?? 0));
  return { items: views.map((view) => maskFields(actor, "user", view, view.id === actor.userId)), nextCursor };
}

function toView(row: UserRow, servers: number): UserView {
  const { id, email, name, role } = row;
  const disabled = row.disabledAt !== null;
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
    const user = await lockUser(tx, id);
    if (!user) throw coreErrors.not_found({ detail: "There is no such user." });
    const losesAdmin = user.role === "ADMIN" && (change.disabled === true || (change.role && change.role !== "ADMIN"));
    if (losesAdmin) await requireAnotherAdministrator(tx, id);
    const quota = change.quota ?? {};
    await tx.prisma.user.updateMany({
      where: { id },
      data: {
        ...(change.role === undefined ? {} : { role: change.role }),
        ...(change.disabled === false ? { disabledAt: null } : {}),
        ...(change.disabled && !user.disabled ? { disabledAt: new Date() } : {}),
        ...(quota.servers === undefined ? {} : { maxServers: quota.servers }),
        ...(quota.memory === undefined ? {} : { maxMemoryMb: gibToMb(quota.memory) }),
        ...(quota.cpu === undefined ? {} : { maxCpuMilli: Math.round(quota.cpu * 1000) }),
        ...(quota.diskSpace === undefined ? {} : { maxDiskMb: gibToMb(quota.diskSpace) }),
      },
    });
    const roleChanged = change.role !== undefined && change.role !== user.role;
    if (change.disabled) await endAccess(tx, id);
    // A session begun under another role is not carried over: its user signs in again.
    else if (roleChanged) await revokeSessionsOf(tx, id, { reason: "role_changed", except: actor.sessionId });
    const options = { origin: noOrigin, sessionId: actor.sessionId };
    if (change.disabled && !user.disabled) await announceSecurityChange(tx, id, "account_locked", options);
    else if (roleChanged) await announceSecurityChange(tx, id, "role_changed", options);
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
  const where = { ...activeAdministrator, id: { not: id } };
  const others = await tx.prisma.user.findMany({ where, select: { id: true }, orderBy: { id: "asc" } });
  for (const other of others) await tx.row(lockAccount, [other.id]);
  // Counted again: one may have lost the role while this transaction waited for its row.
  if ((await tx.prisma.user.count({ where })) === 0) throw authErrors.last_administrator();
}

/** By an address as people type it. */
export async function findUserByEmail(email: string): Promise<{ id: string; role: Role } | null> {
  const where = { email: normaliseEmail(email) };
  return sql().prisma.user.findUnique({ where, select: { id: true, role: true } });
}
