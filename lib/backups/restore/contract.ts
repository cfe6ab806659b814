import { z } from "zod";

const workload = z.object({ id: z.string(), kind: z.string(), name: z.string() });

/** What a restore or a drill found. */
export const restoreReport = z.object({
  backup: z.string(),
  madeAt: z.string(),
  panelVersion: z.string(),
  tables: z.number().int(),
  rows: z.number().int(),
  bytes: z.number().int(),
  loadMs: z.number().int(),
  /** Migrations that the older database needed. */
  migrated: z.array(z.string()),
  sessionsEnded: z.number().int(),
  /** Servers and services made after the backup: their containers stay, and the panel no longer knows them. */
  unknownNow: z.array(workload),
  /** Deleted after the backup: the panel knows them again, their containers and files are gone. */
  knownAgain: z.array(workload),
});
export type RestoreReport = z.output<typeof restoreReport>;

export const restoreKinds = ["restore", "drill"] as const;
export const restoreStates = ["requested", "running", "done", "failed"] as const;

export const restoreView = z.object({
  id: z.string(),
  kind: z.enum(restoreKinds),
  state: z.enum(restoreStates),
  phase: z.string().nullable(),
  backupId: z.string().nullable(),
  report: restoreReport.nullable(),
  error: z.string().nullable(),
  /** Until when one can go back to the database from before. */
  goBackUntil: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
});
export type RestoreView = z.output<typeof restoreView>;

export const restoreBody = z.strictObject({
  /** The word RESTORE, typed by the person. */
  confirm: z.literal("RESTORE", "Type RESTORE."),
});
