import { z } from "zod";

const instant = z.iso.datetime({ offset: true }).nullable();

/** What PostgreSQL's catalogue knows. Sizes are bytes. */
export const catalogueFacts = z.object({
  version: z.string(),
  name: z.string(),
  bytes: z.number(),
  startedAt: instant,
  isReplica: z.boolean(),
  maxConnections: z.number().int(),
  /** Share of the blocks that were found in memory; null: none was read. */
  cacheHitRatio: z.number().nullable(),
  deadlocks: z.number(),
  temporaryBytes: z.number(),
  /** Since when PostgreSQL counts; null: since it started for the first time. */
  statisticsSince: instant,
  connections: z.array(z.object({ name: z.string(), state: z.string(), count: z.number().int() })),
  /** Transactions in progress, the oldest first; `blockedBy` holds process ids of PostgreSQL. */
  statements: z.array(
    z.object({
      pid: z.number().int(),
      name: z.string(),
      state: z.string().nullable(),
      seconds: z.number(),
      waits: z.string().nullable(),
      blockedBy: z.array(z.number().int()),
      text: z.string(),
    }),
  ),
  /** The 200 largest. Rows are estimates. */
  tables: z.array(
    z.object({
      name: z.string(),
      bytes: z.number(),
      indexBytes: z.number(),
      rows: z.number(),
      deadRows: z.number(),
      sequentialScans: z.number(),
      sequentialRows: z.number(),
      indexScans: z.number(),
      vacuumedAt: instant,
      analysedAt: instant,
    }),
  ),
  unusedIndexes: z.array(z.object({ name: z.string(), table: z.string(), bytes: z.number() })),
  invalidIndexes: z.array(z.string()),
  foreignKeysWithoutIndex: z.array(z.object({ table: z.string(), name: z.string() })),
  replicas: z.array(
    z.object({
      name: z.string(),
      state: z.string().nullable(),
      isSynchronous: z.boolean(),
      lagBytes: z.number().nullable(),
      lagSeconds: z.number().nullable(),
    }),
  ),
  /** Transactions since the oldest row that is not frozen; PostgreSQL stops at 2,000 million. */
  oldestTransactionAge: z.number(),
});
export type CatalogueFacts = z.output<typeof catalogueFacts>;

export const databaseAdvice = z.object({
  severity: z.enum(["warning", "hint"]),
  title: z.string(),
  /** What to do about it. */
  text: z.string(),
});
export type DatabaseAdvice = z.output<typeof databaseAdvice>;

export const databaseStatus = z.object({
  facts: catalogueFacts,
  /** The pool of this web process. */
  pool: z.object({ size: z.number(), open: z.number(), idle: z.number(), waiting: z.number() }),
  /** Statements of this web process since it started, those first that took longest once; milliseconds. */
  slowStatements: z.array(z.object({ text: z.string(), calls: z.number(), meanMs: z.number(), longestMs: z.number() })),
  advice: z.array(databaseAdvice),
});
export type DatabaseStatus = z.output<typeof databaseStatus>;
