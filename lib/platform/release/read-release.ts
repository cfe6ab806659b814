import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { env, projectRoot } from "@/lib/core/env";
import { sql } from "@/lib/db/transaction";
import type { ReleaseView } from "./contract";
import { parseChangelog } from "./parse-changelog";
import { versionOf } from "./record-release";
import { releaseStatus } from "./release-status";

const shownChanges = 20;
const shownNotes = 10;

/** Written by `npm run upgrade` (scripts/panel/release.mjs). */
const releaseFile = z.object({ previous: z.object({ version: z.string() }).nullable() });

/** Which release runs, how it came about, and what is new in it. */
export async function readRelease(actor: Actor): Promise<ReleaseView> {
  authorise(actor, "release.read");
  const [status, former, history, notes] = await Promise.all([
    releaseStatus(),
    formerRelease(),
    changes(),
    readFile(path.join(projectRoot(), "CHANGELOG.md"), "utf8").then(parseChangelog, () => []),
  ]);
  const { version, migrations, databaseBytes, unfinishedRuns } = status;
  return {
    version,
    lastMigration: migrations.at(-1) ?? null,
    migrations: migrations.length,
    databaseBytes,
    unfinishedRuns,
    former,
    history,
    notes: notes.slice(0, shownNotes),
  };
}

async function formerRelease(): Promise<string | null> {
  const text = await readFile(path.join(env().DATA_DIR, "release.json"), "utf8").catch(() => null);
  if (text === null) return null;
  return releaseFile.parse(JSON.parse(text)).previous?.version ?? null;
}

async function changes(): Promise<ReleaseView["history"]> {
  const rows = await sql().prisma.auditEntry.findMany({
    where: { action: "release.started" },
    orderBy: { id: "desc" },
    take: shownChanges,
    select: { at: true, before: true, after: true },
  });
  return rows.map(({ at, before, after }) => ({
    at: at.toISOString(),
    from: versionOf(before),
    to: versionOf(after) ?? "unknown",
  }));
}
