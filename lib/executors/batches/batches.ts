import type { Actor } from "@/lib/access/actor";
import { authorise, requireUserId } from "@/lib/access/authorise";
import { recordAudit } from "@/lib/audit/record-audit";
import { fieldCipher } from "@/lib/core/encryption/field-cipher";
import { coreErrors, isAppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import type { ExecutorBatch } from "@/lib/db/generated/client";
import { type Sql, sql, transaction } from "@/lib/db/transaction";
import type { NewExecutor } from "../contract";
import { type BatchView, batchView } from "../contract";
import { executorErrors } from "../errors";
import { followTemplate } from "../templates/template-settings";
import { csvColumn, readBatch } from "./batch-csv";
import { lockBatch, purgeOldBatches } from "./batches.sql";
import { runBatch } from "./run-batch";

/**
 * Up to a thousand executors at once, all or none. Their secrets are hashed slowly, so a large batch is the worker's; a
 * small one is done in the call. The table with the secrets waits encrypted until it is taken, once, or for a day.
 */
const inCall = 10;

const shown = {
  id: true,
  state: true,
  total: true,
  made: true,
  error: true,
  downloadedAt: true,
  createdAt: true,
} as const;
type Row = Pick<ExecutorBatch, keyof typeof shown>;
const batchState = batchView.shape.state;

function viewOf(row: Row): BatchView {
  return {
    ...row,
    state: batchState.parse(row.state),
    downloadedAt: row.downloadedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  };
}

export async function createBatch(actor: Actor, csv: string, keepSecrets = false): Promise<BatchView> {
  authorise(actor, "executor.create");
  const inputs = readBatch(csv);
  const id = newId("executorBatch");
  await transaction(async (tx) => {
    await requireTemplates(tx, actor, inputs);
    const ownerId = requireUserId(actor);
    await tx.prisma.executorBatch.createMany({ data: { id, ownerId, inputs, total: inputs.length } });
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

/** Only the creator may see a batch and fetch its secrets; staff may not. */
function ownBatch(actor: Actor, id: string) {
  authorise(actor, "executor.create");
  return { id, ownerId: requireUserId(actor) };
}

const notFound = () => coreErrors.not_found({ detail: "There is no such batch." });

export async function batchOf(actor: Actor, id: string): Promise<BatchView> {
  const row = await sql().prisma.executorBatch.findUnique({ where: ownBatch(actor, id), select: shown });
  if (!row) throw notFound();
  return viewOf(row);
}

/** The actor's batches of the last days, the newest first. */
export async function listBatches(actor: Actor): Promise<BatchView[]> {
  authorise(actor, "executor.create");
  const owner = requireUserId(actor);
  const rows = await sql().prisma.executorBatch.findMany({
    where: { ownerId: owner },
    select: shown,
    orderBy: { id: "desc" },
    take: 20,
  });
  return rows.map(viewOf);
}

/** `name,key,secret`, this once; `secrets_taken` from then on. */
export async function takeSecrets(actor: Actor, id: string): Promise<string> {
  return transaction(async (tx) => {
    await tx.row(lockBatch, [id]);
    const row = await tx.prisma.executorBatch.findUnique({
      where: ownBatch(actor, id),
      select: { state: true, csvSealed: true },
    });
    if (!row) throw notFound();
    if (row.state !== "done") throw executorErrors.batch_unfinished();
    if (row.csvSealed === null) throw executorErrors.secrets_taken();
    const csv = fieldCipher().decrypt(row.csvSealed, csvColumn, id);
    await tx.prisma.executorBatch.updateMany({ where: { id }, data: { csvSealed: null, downloadedAt: new Date() } });
    const event = { action: "executor.batch_secrets_revealed", targetKind: "executor_batch", targetId: id };
    await recordAudit(tx, actor, event);
    return csv;
  });
}

/** Deletes secrets that were not fetched within a day, and batches after a month. */
export async function purgeBatches(): Promise<void> {
  const dayAgo = new Date(Date.now() - 24 * 3_600_000);
  await sql().prisma.executorBatch.updateMany({
    where: { csvSealed: { not: null }, finishedAt: { lt: dayAgo } },
    data: { csvSealed: null, error: "Nobody took the secrets within a day; give the executors new ones." },
  });
  await sql().run(purgeOldBatches);
}
