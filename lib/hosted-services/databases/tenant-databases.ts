import { z } from "zod";
import type { Provider, Ref } from "../provider";

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

/** Statements that a restore ran, and those about owners and rights that it left out. */
export type RestoreResult = { statements: number; leftOut: number };

/** Databases of customers on one server, of whichever kind. */
export type TenantDatabases = Provider<DatabaseSpec, ObservedDatabase> & {
  /** Whether the networks of a database can be limited, or those of a new one (null). */
  canLimitNetworks(database: string | null, signal: AbortSignal): Promise<boolean>;
  /** Calls `use` with the content as text for the server's own client; works also while the customer cannot sign in. */
  dump<T>(ref: Ref, signal: AbortSignal, use: (content: AsyncIterable<string | Buffer>) => Promise<T>): Promise<T>;
  /** Replaces the content, all of it or nothing, with the customer's rights. */
  restoreDump(
    ref: Ref,
    spec: DatabaseSpec,
    content: AsyncIterable<Buffer>,
    signal: AbortSignal,
  ): Promise<RestoreResult>;
};
