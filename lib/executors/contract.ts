import { z } from "zod";
import { configSchema, settingsSchema } from "./config/contract";
import { addresses, id, ifVersion, name } from "./fields/contract";

/** Executors, as browsers see them and as they are created and changed, one or many. */
const expiresInDays = z.int().min(1).max(3650);
export const createExecutorBody = z.strictObject({
  name,
  templateId: id("ext").optional(),
  overrides: settingsSchema.default({}),
  addresses: addresses.default([]),
  expiresInDays: expiresInDays.optional(),
});
export type NewExecutor = z.output<typeof createExecutorBody>;
export const updateExecutorBody = z
  .strictObject({
    name: name.optional(),
    templateId: id("ext").nullable().optional(),
    overrides: settingsSchema.optional(),
    addresses: addresses.optional(),
    expiresInDays: expiresInDays.nullable().optional(),
    /** Only show what would change. */
    dryRun: z.boolean().default(false),
    /** Of its configuration. */
    ifVersion: ifVersion.optional(),
  })
  .refine(
    ({ dryRun: _dryRun, ifVersion: _version, ...change }) => Object.keys(change).length > 0,
    "Change at least one field.",
  );
export type ExecutorChange = z.output<typeof updateExecutorBody>;
export const presences = ["never", "online", "late", "offline", "flapping", "revoked"] as const;
export type Presence = (typeof presences)[number];
/** A setting that did not exist before, or does not afterwards, has no value on that side. */
const change = z.object({ path: z.string(), before: z.unknown().optional(), after: z.unknown().optional() });
export const executorView = z.object({
  id: z.string(),
  name: z.string(),
  key: z.string(),
  owner: z.object({ id: z.string(), name: z.string() }),
  presence: z.enum(presences),
  lastSeenAt: z.iso.datetime().nullable(),
  version: z.string().nullable(),
  /** The version that it reported; the page marks one that differs from most of the fleet. */
  os: z.string().nullable(),
  hostname: z.string().nullable(),
  status: z.string().nullable(),
  metrics: z.record(z.string(), z.number()).nullable(),
  clockMessage: z.string().nullable(),
  templateId: z.string().nullable(),
  templateVersion: z.int().nullable(),
  overrides: settingsSchema,
  config: configSchema,
  configVersion: z.int(),
  appliedVersion: z.int().nullable(),
  /** It uses another configuration than it should. */
  drifted: z.boolean(),
  addresses: z.array(z.string()),
  expiresAt: z.iso.datetime().nullable(),
  previousUntil: z.iso.datetime().nullable(),
  revokedAt: z.iso.datetime().nullable(),
  lastUsedAt: z.iso.datetime().nullable(),
  lastUsedIp: z.string().nullable(),
  createdAt: z.iso.datetime(),
});
export type ExecutorView = z.output<typeof executorView>;
export const createdExecutorView = executorView.extend({ secret: z.string() });
export const changedExecutorView = executorView.extend({ changes: z.array(change) });

export const batchBody = z.strictObject({
  /** First line `name` and optionally `template`, `zmqHost`, `zmqPort`; a line for each executor. */
  csv: z.string().min(1).max(200_000),
  /** Leave the secrets of a small batch, too, to the download: a lost answer then loses no secrets. */
  keepSecrets: z.boolean().default(false),
});
export const batchView = z.object({
  id: z.string(),
  state: z.enum(["queued", "running", "done", "failed"]),
  total: z.int(),
  made: z.int(),
  error: z.string().nullable(),
  /** Its secrets were fetched; they are shown once. */
  downloadedAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
  /** `name,key,secret`: with a small batch, which is done in the call, unless `keepSecrets` was said. */
  csv: z.string().optional(),
});
export type BatchView = z.output<typeof batchView>;
