import { z } from "zod";
import type { Provider, Ref } from "../provider";
import type { DatabaseFiguresView, DatabaseKind } from "./contract";

export type DatabaseSpec = {
  role: string;
  password: string;
  connectionLimit: number;
  canLogin: boolean;
  isReadOnly: boolean;
  extensions: readonly string[];
  /** CIDR blocks; empty: all. */
  allowedNetworks: readonly string[];
  /** The second role, which only reads. */
  reader: { role: string; password: string } | null;
  /** Sessions that began before are ended. */
  endSessionsAt: Date | null;
  /** Id of the dump whose content it gets. */
  restoreFrom: string | null;
};

export const observedDatabaseSchema = z.object({
  hasDatabase: z.boolean(),
  hasRole: z.boolean(),
  hasReader: z.boolean(),
  allowsConnections: z.boolean(),
  canLogin: z.boolean(),
  connectionLimit: z.number().int(),
  isReadOnly: z.boolean(),
  isOpenToAll: z.boolean(),
  networks: z.array(z.string()).default([]),
});
export type ObservedDatabase = z.output<typeof observedDatabaseSchema>;

/** What a restore did, for the timeline. */
export type RestoreResult = { summary: string };

/** Databases of customers on one server, of whichever kind. */
export type TenantDatabases = Provider<DatabaseSpec, ObservedDatabase> & {
  /** Throws `networks_not_enforced` where a database, or a new one (null), cannot be limited to these networks. */
  checkNetworks(database: string | null, networks: readonly string[], signal: AbortSignal): Promise<void>;
  /** Calls `use` with the content as text for the server's own client; works also while the customer cannot sign in. */
  dump<T>(ref: Ref, signal: AbortSignal, use: (content: AsyncIterable<string | Buffer>) => Promise<T>): Promise<T>;
  /**
   * Replaces the content with the customer's rights: all of it or nothing (`restore_failed`), or `restore_broken`. When it
   * fails, the customer may be locked out until the next `ensure`.
   */
  restoreDump(
    ref: Ref,
    spec: DatabaseSpec,
    content: AsyncIterable<Buffer>,
    signal: AbortSignal,
  ): Promise<RestoreResult>;
  /** Size in bytes; null when there is no such database. By itself: one that is locked must not hide the others. */
  measure(name: string, signal: AbortSignal): Promise<bigint | null>;
  figures(name: string, signal: AbortSignal): Promise<DatabaseFiguresView>;
};

/** What a program needs to sign in. `isEncrypted`: the server offers TLS with a certificate of its own. */
export type Login = {
  host: string;
  port: number;
  database: string;
  username: string;
  password: string;
  isEncrypted: boolean;
};

/** A login in the forms that programs take. */
export type LoginForms = { command: string; psql: string | null; environment: string; prisma: string; jdbc: string };

/** One kind of server. Everything that differs between kinds is behind it; the name is also that of its providers. */
export type DatabaseEngine = {
  kind: DatabaseKind;
  /** `connection`: of the provider, with its secrets. */
  open: (connection: unknown) => TenantDatabases;
  /** Whether the panel dumps databases of every server, or only of those that it runs. */
  dumps: "every" | "managed";
  url: (login: Omit<Login, "isEncrypted">) => string;
  forms: (login: Login, url: string) => LoginForms;
};

/** What differs, as an administrator reads it. Pure. */
export function compareDatabase(spec: DatabaseSpec, found: ObservedDatabase): string[] {
  const facts: [boolean, string][] = [
    [found.hasDatabase, "The database is missing."],
    [found.hasRole, "The user is missing."],
    [
      found.hasReader === (spec.reader !== null),
      found.hasReader ? "It has a second user." : "The second user is missing.",
    ],
    [found.canLogin === spec.canLogin, found.canLogin ? "The user can sign in." : "The user cannot sign in."],
    [
      found.connectionLimit === spec.connectionLimit,
      `The limit is ${found.connectionLimit} connections instead of ${spec.connectionLimit}.`,
    ],
    [
      found.networks.join() === spec.allowedNetworks.join(),
      found.networks.length === 0 ? "Every network can connect." : `Only ${found.networks.join(", ")} can connect.`,
    ],
    [found.isReadOnly === spec.isReadOnly, found.isReadOnly ? "Sessions only read." : "Sessions can write."],
    [!found.isOpenToAll, "Every user of the server can connect to it."],
  ];
  return facts.filter(([isFine]) => !isFine).map(([, sentence]) => sentence);
}
