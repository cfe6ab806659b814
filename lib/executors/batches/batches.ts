import type { Actor } from "@/lib/access/actor";
import { authorise, requireUserId } from "@/lib/access/authorise";
import { recordAudit } from "@/lib/audit/record-audit";
import { coreErrors, isAppError } from "@/lib/core/errors";
import { fieldCipher } from "@/lib/core/field-cipher";
import { newId } from "@/lib/core/ids";
import { type Sql, sql, transaction } from "@/lib/db/transaction";
import type { BatchView, NewExecutor } from "../contract";
import { executorErrors } from "../errors";
import { followTemplate } from "../template-settings";
import { csvColumn, readBatch } from "./batch-csv";
import { runBatch } from "./run-batch";

/**
 * Up to a thousand executors at once, all or none. Their secrets are hashed slowly, so a large batch is the worker's; a
 * small one is done in the call. The table with the secrets waits encrypted until it is taken, once, or for a day.
 */
const inCall = 10;

const select = `SELECT id, state, total, made, error, downloaded_at AS "downloadedAt", created_at AS "createdAt",
  csv_sealed AS "csvSealed" FROM executor_batch`;
type Row = Omit<BatchView, "downloadedAt" | "createdAt" | "csv"> & {
  downloadedAt: Date | null;
  createdAt: Date;
  csvSealed: string | null;
};

function viewOf({ csvSealed: _sealed, ...row }: Row): BatchView {
  return { ...row, downloadedAt: row.downloadedAt?.toISOString() ?? null, createdAt: row.createdAt.toISOString() };
}

export async function createBatch(actor: Actor, csv: string, keepSecrets = false): Promise<BatchView> {
  authorise(actor, "executor.create");
  const inputs = readBatch(csv);
  const id = newId("executorBatch");
  await transaction(async (tx) => {
    await requireTemplates(tx, actor, inputs);
    await tx.run("INSERT INTO executor_batch (id, owner_id, inputs, total) VALUES ($1, $2, $3, $4)", [
      id,
      requireUserId(actor),
      JSON.stringify(inputs),
      inputs.length,
    ]);
    const event = { action: "executor.batch_created", targetKind: "executor_batch", targetId: id };
    await recordAudit(tx, actor, { ...event, detail: { total: inputs.length } });
  });
  if (inputs.length > inCall) return batchOf(actor, id);
  // Too busy now: the batch is accepted, and the worker continues it.
  await runBatch(id).catch((error: unknown) => {
    if (!isAppError(error)) throw error;
  });
  const done = await batchOf(actor, id);
  return done.state === "done" && !keepSecrets ? { ...done, csv: await takeSecrets(actor, id) } : done;
}

async function requireTemplates(db: Sql, actor: Actor, inputs: readonly NewExecutor[]): Promise<void> {
  for (const templateId of new Set(inputs.map((input) => input.templateId))) {
    if (templateId !== undefined) await followTemplate(db, actor, templateId, requireUserId(actor));
  }
}

async function loadBatch(db: Sql, actor: Actor, id: string, lock = ""): Promise<Row> {
  authorise(actor, "executor.create");
  // Only the creator may fetch its secrets; staff may not.
  const row = await db.row<Row>(`${select} WHERE id = $1 AND owner_id = $2 ${lock}`, [id, requireUserId(actor)]);
  if (!row) throw coreErrors.not_found({ detail: "There is no such batch." });
  return row;
}

export async function batchOf(actor: Actor, id: string): Promise<BatchView> {
  return viewOf(await loadBatch(sql(), actor, id));
}

/** The actor's batches of the last days, the newest first. */
export async function listBatches(actor: Actor): Promise<BatchView[]> {
  authorise(actor, "executor.create");
  const owner = requireUserId(actor);
  const rows = await sql().rows<Row>(`${select} WHERE owner_id = $1 ORDER BY id DESC LIMIT 20`, [owner]);
  return rows.map(viewOf);
}

/** `name,key,secret`, this once; `secrets_taken` from then on. */
export async function takeSecrets(actor: Actor, id: string): Promise<string> {
  return transaction(async (tx) => {
    const row = await loadBatch(tx, actor, id, "FOR UPDATE");
    if (row.state !== "done") throw executorErrors.batch_unfinished();
    if (row.csvSealed === null) throw executorErrors.secrets_taken();
    const csv = fieldCipher().decrypt(row.csvSealed, csvColumn, id);
    await tx.run("UPDATE executor_batch SET csv_sealed = NULL, downloaded_at = now() WHERE id = $1", [id]);
    const event = { action: "executor.batch_secrets_revealed", targetKind: "executor_batch", targetId: id };
    await recordAudit(tx, actor, event);
    return csv;
  });
}

/** Deletes secrets that were not fetched within a day, and batches after a month. */
export async function purgeBatches(): Promise<void> {
  await sql().run(
    `UPDATE executor_batch SET csv_sealed = NULL, error = 'Nobody took the secrets within a day; give the executors new ones.'
     WHERE csv_sealed IS NOT NULL AND finished_at < now() - interval '1 day'`,
  );
  await sql().run("DELETE FROM executor_batch WHERE created_at < now() - interval '30 days'");
}
