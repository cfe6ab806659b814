import { messageOf } from "@/lib/core/errors";
import type { Logger } from "@/lib/core/log";
import type { Row } from "@/lib/db/statement";
import { sql } from "@/lib/db/transaction";
import type { readOpenWork } from "../backups.sql";
import { runRestore } from "../restore/run-restore";
import { applyRetention } from "../retention/apply-retention";
import { requestDue } from "../schedule/request-due";
import { dropBeside } from "../server/database-server";
import { recoverInterrupted } from "./recover-interrupted";
import { runBackup } from "./run-backup";
import { tryWorkLock } from "./work-lock";

type Tools = { log: Logger; signal: AbortSignal };

/** One pass over all that is open; nothing when another process works. */
export async function doWork(work: Row<typeof readOpenWork>, tools: Tools): Promise<"restored" | "done"> {
  const lock = await tryWorkLock();
  if (!lock) return "done";
  try {
    await recoverInterrupted();
    if (work.isDue) await requestDue();
    await dropExpired();
    if ((await runRestores(tools)) === "restored") return "restored";
    await runBackups(tools);
    return "done";
  } finally {
    lock.release();
  }
}

/** Databases from before a restore, a day later. */
async function dropExpired(): Promise<void> {
  const rows = await sql().prisma.backupRestore.findMany({ where: { previousUntil: { lt: new Date() } } });
  for (const { id, previousDatabase } of rows) {
    if (previousDatabase) await dropBeside(previousDatabase);
    const data = { previousDatabase: null, previousUntil: null };
    await sql().prisma.backupRestore.update({ where: { id }, data });
  }
}

async function runRestores({ log, signal }: Tools): Promise<"restored" | "none"> {
  const rows = await sql().prisma.backupRestore.findMany({ where: { state: "requested" }, orderBy: { id: "asc" } });
  for (const { id, kind, backupId } of rows) {
    if (signal.aborted) break;
    await runRestore(id, backupId ?? "", { log, signal }).catch((error: unknown) => {
      log.error({ restore: id, kind, error: messageOf(error) }, "the restore failed");
    });
    // Its end is a new database: the rows that were read belong to the old one.
    if (kind === "restore") return "restored";
  }
  return "none";
}

async function runBackups({ log, signal }: Tools): Promise<void> {
  const rows = await sql().prisma.backup.findMany({
    where: { OR: [{ state: "requested" }, { state: "written", wantsCheck: true }] },
    orderBy: { id: "asc" },
  });
  for (const { id, targetId } of rows) {
    if (signal.aborted) return;
    try {
      await runBackup(id, { log, signal });
      await applyRetention(targetId);
    } catch (error) {
      log.error({ backup: id, error: messageOf(error) }, "the backup failed");
    }
  }
}
