import { z } from "zod";

/** Shapes of backups that a browser may see. */
export const backupStates = [
  "requested",
  "running",
  "written",
  "verifying",
  "verified",
  "failed",
  "cancelled",
  "deleted",
] as const;
export type BackupState = (typeof backupStates)[number];

export const backupOrigins = ["manual", "daily", "weekly", "before_restore"] as const;
export type BackupOrigin = (typeof backupOrigins)[number];

export const compressionKinds = ["gzip", "zstd"] as const;

export const backupView = z.object({
  id: z.string(),
  origin: z.enum(backupOrigins),
  state: z.enum(backupStates),
  /** What it does at the moment. */
  phase: z.string().nullable(),
  /** Part of the rows that it has written or loaded, in percent. */
  progress: z.number().nullable(),
  target: z.object({ id: z.string(), name: z.string(), kind: z.string() }),
  fileName: z.string(),
  compression: z.string(),
  withMetrics: z.boolean(),
  tables: z.number().int().nullable(),
  rows: z.number().int().nullable(),
  bytes: z.number().int().nullable(),
  keyId: z.string().nullable(),
  error: z.string().nullable(),
  createdAt: z.iso.datetime(),
  writtenAt: z.iso.datetime().nullable(),
  verifiedAt: z.iso.datetime().nullable(),
  writeMs: z.number().int().nullable(),
  verifyMs: z.number().int().nullable(),
});
export type BackupView = z.output<typeof backupView>;

export const backupBody = z.strictObject({
  targetId: z.string().optional(),
  compression: z.enum(compressionKinds).optional(),
  withMetrics: z.boolean().optional(),
});
export type BackupBody = z.output<typeof backupBody>;
