import { z } from "zod";

/** Days that a dump is kept: one that was asked for or uploaded, and the last one of a deleted database. */
export const keptDays = { request: 30, upload: 7, deletion: 7 } as const;
/** Of one database. */
export const mostDumps = 10;
/** Larger databases are dumped with pg_dump on a machine of their owner. */
export const mostDatabaseBytes = 8 * 1024 ** 3;
/** Of a compressed file. */
export const mostFileBytes = 2 * 1024 ** 3;

export const dumpOrigins = ["request", "deletion", "upload"] as const;

export const dumpView = z.object({
  id: z.string(),
  origin: z.enum(dumpOrigins),
  status: z.enum(["pending", "ready", "failed"]),
  failure: z.string().nullable(),
  /** Of the compressed file. */
  sizeBytes: z.number().nullable(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
});
export type DumpView = z.output<typeof dumpView>;

/** Everything in the database is replaced by the dump. */
export const restoreBody = z.strictObject({ dumpId: z.string().max(40) });

/** What the return of a deleted database needs beside its content. */
export const keptDatabase = z.object({
  name: z.string(),
  objectName: z.string(),
  providerId: z.string(),
  connectionLimit: z.number().int(),
  extensions: z.array(z.string()),
  allowedNetworks: z.array(z.string()),
  maxSizeMb: z.number().int(),
});
export type KeptDatabase = z.output<typeof keptDatabase>;

export const deletedDatabaseView = z.object({
  /** Of its last dump. */
  id: z.string(),
  databaseId: z.string(),
  name: z.string(),
  database: z.string(),
  sizeBytes: z.number().nullable(),
  deletedAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
});
export type DeletedDatabaseView = z.output<typeof deletedDatabaseView>;

/** Without it a last dump is kept where the panel can dump the database. */
export const deleteDatabaseQuery = z.strictObject({ keepDump: z.stringbool().optional() });
