import { z } from "zod";

const columnProgress = z.object({
  label: z.string(),
  /** Rows by the key they name. */
  keys: z.record(z.string(), z.number().int()),
  rows: z.number().int(),
});

/** `GET /api/admin/encryption`: which keys there are, which rows use them, and the progress of a rotation. */
export const encryptionStatusView = z.object({
  activeKey: z.string(),
  /** Where the keys are kept: our own file, or the environment, where only the operator can add one. */
  source: z.enum(["file", "environment"]),
  keys: z.array(
    z.object({
      id: z.string(),
      /** known (not used yet), active, retiring, retired. */
      state: z.enum(["known", "active", "retiring", "retired"]),
      rows: z.number().int(),
      activatedAt: z.iso.datetime().nullable(),
      retiredAt: z.iso.datetime().nullable(),
    }),
  ),
  columns: z.array(columnProgress),
  rotation: z
    .object({
      id: z.string(),
      toKey: z.string(),
      state: z.enum(["distributing", "reencrypting", "finished"]),
      /** What it waits for. */
      note: z.string().nullable(),
      done: z.number().int(),
      total: z.number().int(),
      passes: z.number().int(),
      startedAt: z.iso.datetime(),
      finishedAt: z.iso.datetime().nullable(),
    })
    .nullable(),
  processes: z.array(z.object({ id: z.string(), kind: z.string(), activeKey: z.string(), keys: z.array(z.string()) })),
});
export type EncryptionStatus = z.output<typeof encryptionStatusView>;

export const rotationStarted = z.object({ id: z.string(), toKey: z.string() });
export const retireKeyBody = z.strictObject({ id: z.string().regex(/^[a-z0-9]{1,16}$/) });
export const keyRetired = z.object({ id: z.string(), removedFromFile: z.boolean() });

/** `DELETE /api/account`. */
export const eraseAccountBody = z.strictObject({ password: z.string().min(1).max(256) });

/** The most entries of each list in an export. */
export const exportListLimit = 10_000;

/** `GET /api/account/export`: everything the panel knows about the caller, without secrets. */
export const accountExport = z.object({
  exportedAt: z.iso.datetime(),
  about: z.string(),
  profile: z.record(z.string(), z.unknown()),
  /** Lists with older entries that are not shown. */
  cut: z.array(z.string()),
  lists: z.record(z.string(), z.array(z.record(z.string(), z.unknown()))),
});
export type AccountExport = z.output<typeof accountExport>;

/** Name of the downloaded file. */
export function exportFileName(exportedAt: string): string {
  return `lightnode-account-${exportedAt.slice(0, 10)}.json`;
}

export const erasureBlockers = z.object({
  may: z.boolean(),
  /** The first ten by name. */
  servers: z.array(z.object({ id: z.string(), name: z.string(), isDeleting: z.boolean() })),
  serverCount: z.number().int(),
  /** Databases and other objects at providers, the first ten by name. */
  hosted: z.array(z.object({ id: z.string(), kind: z.string(), name: z.string(), isDeleting: z.boolean() })),
  hostedCount: z.number().int(),
  isLastAdministrator: z.boolean(),
});
export type ErasureBlockers = z.output<typeof erasureBlockers>;
