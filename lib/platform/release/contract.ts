import { z } from "zod";

/** One released version of CHANGELOG.md. */
export const releaseNotes = z.object({
  version: z.string(),
  /** As written there, such as 2026-11-28; null: not released yet. */
  date: z.string().nullable(),
  sections: z.array(z.object({ title: z.string(), items: z.array(z.string()) })),
});
export type ReleaseNotes = z.output<typeof releaseNotes>;

export const releaseView = z.object({
  version: z.string(),
  lastMigration: z.string().nullable(),
  migrations: z.number().int(),
  databaseBytes: z.number(),
  unfinishedRuns: z.number().int(),
  /** The release that `npm run upgrade -- --back` returns to; null: there is none. */
  former: z.string().nullable(),
  /** Changes of the release of this installation, newest first. */
  history: z.array(z.object({ at: z.iso.datetime(), from: z.string().nullable(), to: z.string() })),
  notes: z.array(releaseNotes),
});
export type ReleaseView = z.output<typeof releaseView>;
