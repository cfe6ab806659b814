import type { Actor } from "@/lib/access/actor";
import { generateSecurePassword } from "@/lib/core/encryption/crypto";
import { sql, type Tx, transaction } from "@/lib/db/transaction";
import {
  audit,
  deleteHosted,
  requestApply,
  requireState,
  retryHosted,
  suspendHosted,
} from "../resources/change-hosted";
import type { DatabaseCredentialsView, DatabaseView, UpdateDatabaseInput } from "./contract";
import { databaseKind, sealPassword, sealReaderPassword } from "./database";
import { requireDumpable } from "./dumps/request-dump";
import { canDump, requireExtensions } from "./engines";
import { type LoadedDatabase, loadDatabase } from "./load-database";
import { requireLimitableNetworks } from "./networks";
import { describeConnection } from "./views/connection-details";
import { toDatabaseView } from "./views/database-views";

/** Changes of one database. Each writes what should be and lets a run apply it. */

type Change = {
  permission: "database.manage" | "database.credentials";
  verb: string;
  detail?: Record<string, unknown>;
  write: (tx: Tx, row: LoadedDatabase) => Promise<void>;
};

async function change(actor: Actor, id: string, { permission, verb, detail, write }: Change): Promise<LoadedDatabase> {
  return transaction(async (tx) => {
    const row = await loadDatabase(actor, id, permission, tx, { lock: true });
    requireState(databaseKind, row, ["active", "suspended"]);
    await write(tx, row);
    await audit(tx, actor, databaseKind, row, verb, detail);
    await requestApply(tx, databaseKind, row, actor);
    return loadDatabase(actor, id, permission, tx);
  });
}

export async function updateDatabase(actor: Actor, id: string, input: UpdateDatabaseInput): Promise<DatabaseView> {
  const { name, connectionLimit, extensions, allowedNetworks } = input;
  if (allowedNetworks && allowedNetworks.length > 0) {
    await requireLimitableNetworks(await loadDatabase(actor, id, "database.manage", sql()), allowedNetworks);
  }
  const row = await change(actor, id, {
    permission: "database.manage",
    verb: "changed",
    detail: { fields: Object.keys(input) },
    write: async (tx, { database, provider }) => {
      requireExtensions(provider.kind, extensions ?? []);
      if (name !== undefined) await tx.prisma.hostedResource.update({ where: { id }, data: { name } });
      // An extension is not removed: tables may use its types.
      const all = [...new Set([...database.extensions, ...(extensions ?? [])])];
      const data = {
        extensions: all,
        ...(connectionLimit === undefined ? {} : { connectionLimit }),
        ...(allowedNetworks === undefined ? {} : { allowedNetworks }),
      };
      await tx.prisma.hostedDatabase.update({ where: { id }, data });
    },
  });
  return toDatabaseView(row);
}

/** A new password; the answer is the only one that shows it without a reveal. */
export async function rotatePassword(
  actor: Actor,
  id: string,
  { endSessions }: { endSessions: boolean },
): Promise<DatabaseCredentialsView> {
  const row = await change(actor, id, {
    permission: "database.credentials",
    verb: "password_rotated",
    detail: { endSessions },
    write: async (tx, { database }) => {
      const passwordSealed = sealPassword(id, generateSecurePassword(24));
      const reader = database.readOnlyPasswordSealed
        ? { readOnlyPasswordSealed: sealReaderPassword(id, generateSecurePassword(24)) }
        : {};
      const data = { passwordSealed, ...reader, ...(endSessions ? { endSessionsAt: new Date() } : {}) };
      await tx.prisma.hostedDatabase.update({ where: { id }, data });
    },
  });
  return describeConnection(row);
}

/** Adds or removes the second user, who only reads. */
export async function setReadOnlyUser(actor: Actor, id: string, enabled: boolean): Promise<DatabaseCredentialsView> {
  const row = await change(actor, id, {
    permission: "database.credentials",
    verb: enabled ? "reader_added" : "reader_removed",
    write: async (tx, { database }) => {
      if (enabled === (database.readOnlyPasswordSealed !== null)) return;
      const readOnlyPasswordSealed = enabled ? sealReaderPassword(id, generateSecurePassword(24)) : null;
      await tx.prisma.hostedDatabase.update({ where: { id }, data: { readOnlyPasswordSealed } });
    },
  });
  return describeConnection(row);
}

/** Reveals the passwords; audited. */
export async function revealCredentials(actor: Actor, id: string): Promise<DatabaseCredentialsView> {
  return transaction(async (tx) => {
    const row = await loadDatabase(actor, id, "database.credentials", tx);
    await audit(tx, actor, databaseKind, row, "credentials_revealed");
    return describeConnection(row);
  });
}

const locked = (actor: Actor, id: string) => (tx: Tx) => loadDatabase(actor, id, "database.manage", tx, { lock: true });

/**
 * A last dump is kept for some days where the panel can dump the database, unless `keepDump` is false, which also ends a
 * deletion whose dump fails.
 */
export const deleteDatabase = (actor: Actor, id: string, wish: { keepDump?: boolean | undefined } = {}) =>
  deleteHosted(actor, databaseKind, async (tx) => {
    const row = await loadDatabase(actor, id, "database.delete", tx, { lock: true });
    const { keepDump = canDump(row.provider) } = wish;
    if (keepDump && row.status !== "failed") requireDumpable(row);
    await tx.prisma.hostedDatabase.update({ where: { id }, data: { keepsLastDump: keepDump } });
    return row;
  });

export const retryDatabase = (actor: Actor, id: string) => retryHosted(actor, databaseKind, locked(actor, id));

export const suspendDatabase = (actor: Actor, id: string) =>
  suspendHosted(actor, databaseKind, locked(actor, id), "suspend");

export const resumeDatabase = (actor: Actor, id: string) =>
  suspendHosted(actor, databaseKind, locked(actor, id), "resume");
