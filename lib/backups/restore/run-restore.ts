import { isAppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import type { BackupRestore } from "@/lib/db/generated/client";
import { type Sql, sql } from "@/lib/db/transaction";
import { reasonOf } from "../runs/run-backup";
import { type RestoreReport, type RestoreView, restoreKinds, restoreReport, restoreStates } from "./contract";
import { type RestoreTools, restorePanel, runDrill } from "./restore-panel";

type Wish = { kind: "restore" | "drill"; backupId: string | null; requestedBy: string | null };

export async function insertRestore(db: Sql, { kind, backupId, requestedBy }: Wish): Promise<string> {
  const id = newId("backupRestore");
  await db.prisma.backupRestore.create({ data: { id, kind, state: "requested", backupId, requestedBy } });
  return id;
}

/** Runs a requested restore or drill; the caller holds the lock. A failure is stored with the row and thrown. */
export async function runRestore(id: string, source: string, tools: RestoreTools): Promise<RestoreReport> {
  const startedAt = new Date();
  const { kind } = await sql().prisma.backupRestore.update({ where: { id }, data: { state: "running", startedAt } });
  try {
    // A restore records its end in the new database, before that has the panel's name.
    if (kind === "restore") return await restorePanel(id, source, tools);
    const report = await runDrill(id, source, tools);
    const done = { state: "done", phase: null, report, finishedAt: new Date() };
    await sql().prisma.backupRestore.update({ where: { id }, data: done });
    return report;
  } catch (error) {
    const errorCode = isAppError(error) ? error.code : "backup_failed";
    const failed = { state: "failed", phase: null, errorCode, error: reasonOf(error), finishedAt: new Date() };
    await sql().prisma.backupRestore.updateMany({ where: { id, state: "running" }, data: failed });
    throw error;
  }
}

export function toRestoreView(row: BackupRestore): RestoreView {
  const parsed = restoreReport.safeParse(row.report);
  const isKept = row.previousDatabase !== null && row.previousUntil !== null && row.previousUntil > new Date();
  return {
    id: row.id,
    kind: restoreKinds.find((name) => name === row.kind) ?? "restore",
    state: restoreStates.find((name) => name === row.state) ?? "failed",
    phase: row.phase,
    backupId: row.backupId,
    report: parsed.success ? parsed.data : null,
    error: row.error,
    goBackUntil: isKept ? (row.previousUntil?.toISOString() ?? null) : null,
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}
