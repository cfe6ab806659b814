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

export const backupSettingsBody = z.strictObject({
  dailyEnabled: z.boolean().optional(),
  weeklyEnabled: z.boolean().optional(),
  /** Local time, such as 03:15. */
  at: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, "Use a time such as 03:15.")
    .optional(),
  weekday: z.number().int().min(0).max(6).optional(),
  timeZone: z.string().max(60).refine(isTimeZone, "Use a time zone such as Europe/Berlin.").optional(),
  compression: z.enum(compressionKinds).optional(),
  withMetrics: z.boolean().optional(),
  targetId: z.string().optional(),
  drillEnabled: z.boolean().optional(),
});
export type BackupSettingsBody = z.output<typeof backupSettingsBody>;

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

export const backupSettingsView = z.object({
  dailyEnabled: z.boolean(),
  weeklyEnabled: z.boolean(),
  at: z.string(),
  weekday: z.number().int(),
  timeZone: z.string(),
  compression: z.enum(compressionKinds),
  withMetrics: z.boolean(),
  targetId: z.string(),
  drillEnabled: z.boolean(),
  /** The next scheduled backup. */
  nextAt: z.iso.datetime().nullable(),
  nextDrillAt: z.iso.datetime().nullable(),
  /** Null: nobody has it yet, or the key was changed since; then no schedule can be switched on. */
  kitDownloadedAt: z.iso.datetime().nullable(),
});
export type BackupSettingsView = z.output<typeof backupSettingsView>;

/** The recovery kit: the key of the backups, and what to do with it. */
export const recoveryKit = z.object({ fileName: z.string(), text: z.string(), html: z.string() });
export type RecoveryKit = z.output<typeof recoveryKit>;
