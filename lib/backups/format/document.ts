import { z } from "zod";

/** The manifest: the last section of a backup, which says what has to be in it and what it must be equal to. */
const bytes = z.number().int().nonnegative();
const named = { schema: z.string(), name: z.string() };

const table = z.object({
  ...named,
  columns: z.array(z.string()),
  rows: z.number().int().nonnegative(),
  /** Of the rows as COPY text. */
  bytes,
  sha256: z.string(),
  /** Sum of PostgreSQL's hash of each row: the same for any order of the rows. */
  rowHash: z.string(),
});
/** What makes a table a partition: it may have to be created before its rows are loaded. */
export const partitionOf = z.object({ parentSchema: z.string(), parent: z.string(), bound: z.string() }).nullable();
export type BackedUpTable = z.output<typeof table>;

const sequence = z.object({ ...named, value: z.string().nullable() });
export type BackedUpSequence = z.output<typeof sequence>;

export const documentSchema = z.object({
  tables: z.array(table),
  sequences: z.array(sequence),
  files: z.array(z.object({ name: z.string(), bytes, sha256: z.string() })),
  migrations: z.array(z.object({ name: z.string(), checksum: z.string() })),
  /** Names of tables whose rows were left out. */
  leftOut: z.array(z.string()),
  serverVersion: z.string(),
});
export type BackupDocument = z.output<typeof documentSchema>;

export const rowsIn = (document: BackupDocument) => document.tables.reduce((sum, { rows }) => sum + rows, 0);
export const bytesIn = (document: BackupDocument) => document.tables.reduce((sum, { bytes }) => sum + bytes, 0);
export const fullName = ({ schema, name }: { schema: string; name: string }) => `${schema}.${name}`;
