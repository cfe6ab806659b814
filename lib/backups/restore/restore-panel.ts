import { env } from "@/lib/core/env";
import type { Logger } from "@/lib/core/log";
import { directDatabaseUrl } from "@/lib/db/client";
import { sql, transaction } from "@/lib/db/transaction";
import { backupKeys } from "../backup-keys";
import { bytesIn, rowsIn } from "../format/document";
import { insertBackup } from "../runs/request-backup";
import { runBackup } from "../runs/run-backup";
import { nameBeside, withEmptyDatabase } from "../server/database-server";
import { afterSwap, keptUntil } from "./after-swap";
import { carryOver } from "./carry-over";
import type { RestoreReport } from "./contract";
import { loadBackup } from "./load-backup";
import { type BackupSource, openSource } from "./open-source";
import { compareWorkloads, endSessionsOf, onDatabase, smokeTest } from "./settle-restored";
import { swapDatabases } from "./swap-databases";

export type RestoreTools = {
  log: Pick<Logger, "warn">;
  signal: AbortSignal;
  /** Any installation: this panel becomes the other one. */
  allowForeign?: boolean;
};

/** Loads a backup into a new database with every check; the caller says what happens with it. */
async function load(source: BackupSource, url: string, restoreId: string, tools: RestoreTools) {
  const startedAt = Date.now();
  const { header, document, migrated } = await loadBackup(await source.open(tools.signal), {
    url,
    keys: backupKeys(),
    installationId: tools.allowForeign ? null : env().INSTALLATION_ID,
    signal: tools.signal,
    onPhase: (phase) => void setPhase(restoreId, phase).catch(() => {}),
  });
  await smokeTest(url);
  const report: RestoreReport = {
    backup: source.name,
    madeAt: header.createdAt,
    panelVersion: header.panelVersion,
    tables: document.tables.length,
    rows: rowsIn(document),
    bytes: bytesIn(document),
    loadMs: Date.now() - startedAt,
    migrated,
    sessionsEnded: 0,
    unknownNow: [],
    knownAgain: [],
  };
  return report;
}

const setPhase = (id: string, phase: string) => sql().prisma.backupRestore.update({ where: { id }, data: { phase } });

/** The restore of a drill: everything but the exchange of the databases. */
export async function runDrill(id: string, given: string, tools: RestoreTools): Promise<RestoreReport> {
  const source = await openSource(given);
  return withEmptyDatabase("check", ({ url }) => load(source, url, id, tools));
}

/**
 * Replaces the panel's database by a backup: a backup of what is there now, a new database with every check, then the
 * exchange of both names. The old database is kept for a day.
 */
export async function restorePanel(id: string, given: string, tools: RestoreTools): Promise<RestoreReport> {
  const source = await openSource(given);
  await setPhase(id, "saving what is there");
  await backUpFirst(tools);
  const before = nameBeside("before");
  const report = await withEmptyDatabase(
    "restored",
    async ({ name, url }) => {
      const report = await load(source, url, id, tools);
      await setPhase(id, "exchanging");
      const complete = {
        ...report,
        ...(await compareWorkloads(directDatabaseUrl(), url)),
        sessionsEnded: await endSessionsOf(url),
      };
      await carryOver(directDatabaseUrl(), url);
      // In the new database: it is true as soon as that has the panel's name.
      await onDatabase(url, ({ models }) =>
        models.backupRestore.update({
          where: { id },
          data: {
            state: "done",
            phase: null,
            report: complete,
            previousDatabase: before,
            previousUntil: keptUntil(),
            finishedAt: new Date(),
          },
        }),
      );
      await swapDatabases(name, before);
      return complete;
    },
    { keep: true },
  );
  await afterSwap({
    reason: `The backup ${source.name} was restored.`,
    event: { action: "backup.restored", targetKind: "backup", targetId: id, detail: { name: source.name } },
  });
  return report;
}

async function backUpFirst(tools: RestoreTools): Promise<void> {
  const backupId = await transaction((tx) => insertBackup(tx, "before_restore", { wantsCheck: false }));
  await runBackup(backupId, tools);
}
