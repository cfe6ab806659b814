import { z } from "zod";
import { hostedView } from "../contract";

/** Extensions that a customer may switch on; all are trusted, so that no superuser is needed. */
export const databaseExtensions = [
  "btree_gin",
  "btree_gist",
  "citext",
  "cube",
  "fuzzystrmatch",
  "hstore",
  "intarray",
  "isn",
  "lo",
  "ltree",
  "pg_trgm",
  "pgcrypto",
  "seg",
  "tablefunc",
  "tcn",
  "unaccent",
  "uuid-ossp",
] as const;
export type DatabaseExtension = (typeof databaseExtensions)[number];

const name = z
  .string()
  .trim()
  .min(1, "Write a name.")
  .max(60)
  .regex(/^[\p{L}\p{N} ._-]+$/u, "Use letters, digits, spaces, dots, hyphens and underscores.");
/** Addresses and CIDR blocks that may connect; empty: all. */
const network = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], {
  error: "Write an address or a network as 203.0.113.0/24.",
});
const allowedNetworks = z.array(network).max(20);
const connectionLimit = z.number().int().min(1).max(100);
const extensions = z.array(z.enum(databaseExtensions)).max(databaseExtensions.length);

export const createDatabaseBody = z.strictObject({
  name,
  /** Id of a provider; the one with the fewest databases without. */
  provider: z.string().max(40).optional(),
  kind: z.literal("postgresql").optional(),
  connectionLimit: connectionLimit.default(20),
  extensions: extensions.default([]),
  allowedNetworks: allowedNetworks.optional(),
});
export type CreateDatabaseInput = z.output<typeof createDatabaseBody>;

export const updateDatabaseBody = z.strictObject({ name, connectionLimit, extensions, allowedNetworks }).partial();
export type UpdateDatabaseInput = z.output<typeof updateDatabaseBody>;

export const databaseView = hostedView.extend({
  kind: z.literal("postgresql"),
  host: z.string(),
  port: z.number().int(),
  database: z.string(),
  username: z.string(),
  password: z.null(),
  hasCredentials: z.literal(true),
  connectionLimit: z.number().int(),
  extensions: z.array(z.string()),
  allowedNetworks: z.array(z.string()),
  /** Null until it was measured. */
  sizeBytes: z.number().nullable(),
  maxSizeMb: z.number().int(),
  sizeState: z.enum(["ok", "read_only", "stopped"]),
  measuredAt: z.iso.datetime().nullable(),
  hasReadOnlyUser: z.boolean(),
});
export type DatabaseView = z.output<typeof databaseView>;

/** How to connect, in the forms that programs take. */
export const databaseCredentialsView = z.object({
  host: z.string(),
  port: z.number().int(),
  database: z.string(),
  username: z.string(),
  password: z.string(),
  url: z.string(),
  psql: z.string(),
  environment: z.string(),
  prisma: z.string(),
  jdbc: z.string(),
  readOnly: z.object({ username: z.string(), password: z.string(), url: z.string() }).nullable(),
});
export type DatabaseCredentialsView = z.output<typeof databaseCredentialsView>;

export const createdDatabaseView = databaseView.omit({ password: true }).extend({
  password: z.string(),
  url: z.string(),
});
export type CreatedDatabaseView = z.output<typeof createdDatabaseView>;

/** In MiB. */
export const resizeDatabaseBody = z.strictObject({ maxSizeMb: z.number().int().min(16).max(1_048_576) });

/** `endSessions`: ends sessions that signed in with the old password. */
export const rotatePasswordBody = z.strictObject({ endSessions: z.boolean().default(true) });

export const databaseFiguresView = z.object({
  connections: z.number().int(),
  sizeBytes: z.number(),
  commits: z.number(),
  /** 0..1; null before the first read. */
  cacheHitRatio: z.number().nullable(),
  /** Those that took the most time in all; null where the server does not count statements. */
  statements: z
    .array(z.object({ text: z.string(), calls: z.number(), meanMs: z.number(), totalMs: z.number() }))
    .nullable(),
});
export type DatabaseFiguresView = z.output<typeof databaseFiguresView>;
