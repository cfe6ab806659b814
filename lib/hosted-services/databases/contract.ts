import { z } from "zod";
import { keysOf } from "@/lib/core/records";
import { hostedView } from "../contract";
import { mariadb } from "./mariadb/contract";
import { postgresql } from "./postgresql/contract";

/** The kinds of databases. A further kind is one folder, its line here and in engines.ts. */
export const databaseKinds = { postgresql, mariadb } as const;
export type DatabaseKind = keyof typeof databaseKinds;
/** A kind that can be chosen, with what its forms show. */
export type KindFacts = (typeof databaseKinds)[DatabaseKind];
export type OfferedKind = { kind: DatabaseKind } & KindFacts;
const databaseKind = z.enum(keysOf(databaseKinds));
export type DatabaseExtension = (typeof databaseKinds)[DatabaseKind]["extensions"][number];
const databaseExtensions = Object.values(databaseKinds).flatMap(({ extensions }): DatabaseExtension[] => [
  ...extensions,
]);

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
  /** Without one: that of the provider, else the first kind that there is a server of. */
  kind: databaseKind.optional(),
  connectionLimit: connectionLimit.default(20),
  extensions: extensions.default([]),
  allowedNetworks: allowedNetworks.optional(),
});
export type CreateDatabaseInput = z.output<typeof createDatabaseBody>;

export const updateDatabaseBody = z.strictObject({ name, connectionLimit, extensions, allowedNetworks }).partial();
export type UpdateDatabaseInput = z.output<typeof updateDatabaseBody>;

export const databaseView = hostedView.extend({
  kind: databaseKind,
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
  /** The panel can dump it, and restore a dump. */
  canDump: z.boolean(),
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
  /** For a terminal: of the client that the kind has. */
  command: z.string(),
  /** As `command`, for PostgreSQL. */
  psql: z.string().nullable(),
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
  /** Null where the server does not count them for each database. */
  commits: z.number().nullable(),
  /** 0..1; null before the first read, or where the server does not count it for each database. */
  cacheHitRatio: z.number().nullable(),
  /** Those that took the most time in all; null where the server does not count statements. */
  statements: z
    .array(z.object({ text: z.string(), calls: z.number(), meanMs: z.number(), totalMs: z.number() }))
    .nullable(),
});
export type DatabaseFiguresView = z.output<typeof databaseFiguresView>;
