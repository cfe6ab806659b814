import { readFile } from "node:fs/promises";
import path from "node:path";
import { projectRoot } from "@/lib/core/env";
import { listApplied } from "@/lib/db/migrations/migrate.sql";
import { sql } from "@/lib/db/transaction";
import { readCatalogue } from "@/lib/platform/database-status/database-status.sql";
import { countUnfinishedRuns } from "@/lib/workloads/queries";

export type ReleaseStatus = { version: string; migrations: string[]; databaseBytes: number; unfinishedRuns: number };

/** What an upgrade must know about the running release. */
export async function releaseStatus(): Promise<ReleaseStatus> {
  const [version, applied, catalogue, unfinishedRuns] = await Promise.all([
    runningVersion(),
    sql().rows(listApplied),
    sql().row(readCatalogue),
    countUnfinishedRuns(),
  ]);
  return {
    version,
    migrations: applied.map((row) => row.migration_name).sort(),
    databaseBytes: catalogue?.facts?.bytes ?? 0,
    unfinishedRuns,
  };
}

/** Version of package.json of the release that runs. */
export async function runningVersion(): Promise<string> {
  const text = await readFile(path.join(projectRoot(), "package.json"), "utf8");
  return String((JSON.parse(text) as { version: unknown }).version);
}
