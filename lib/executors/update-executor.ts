import type { Actor } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record-audit";
import { type Tx, transaction } from "@/lib/db/transaction";
import { emitEvent } from "@/lib/events/emit-event";
import { announceConfig, applyLayers, type NewLayers } from "./config/apply-config";
import { type ConfigChange, diffConfig, mergeConfig } from "./config/merge-config";
import type { ExecutorChange, ExecutorView } from "./contract";
import { executorErrors } from "./errors";
import { executorChanged } from "./publication/changed-event";
import { executorPublisher } from "./publication/executor-publisher";
import { type ExecutorRow, loadExecutor, viewOf } from "./queries";
import { findVersion, followTemplate } from "./templates/template-settings";

/** Changes an executor and returns what that does to its configuration; with `dryRun` only the latter. */
export async function updateExecutor(
  actor: Actor,
  id: string,
  change: ExecutorChange,
): Promise<ExecutorView & { changes: ConfigChange[] }> {
  let announced: number | null = null;
  const answer = await transaction(async (tx) => {
    announced = null;
    const row = await loadExecutor(actor, id, "executor.manage", tx, true);
    const isOld = change.ifVersion !== undefined && change.ifVersion !== row.configVersion;
    if (isOld) throw executorErrors.changed_meanwhile();
    const template = await templateAfter(tx, actor, row, change);
    const overrides = change.overrides ?? row.overrides;
    const changes = diffConfig(row.config, mergeConfig(template?.settings ?? {}, overrides));
    if (change.dryRun) return { ...viewOf(row), changes };
    const cause = change.templateId === undefined ? "overrides" : "template";
    const layers: NewLayers = {
      executorId: id,
      configVersion: row.configVersion,
      before: row.config,
      template,
      overrides,
      cause,
      authorId: actor.userId,
    };
    announced = await applyLayers(tx, layers);
    await saveFields(tx, row, change);
    const detail = {
      fields: Object.keys(change).filter((field) => field !== "dryRun" && field !== "ifVersion"),
      paths: changes.map((c) => c.path),
    };
    await recordAudit(tx, actor, { action: "executor.updated", targetKind: "executor", targetId: id, detail });
    await emitEvent(tx, executorChanged, { executorId: id, ownerId: row.ownerId, what: "config" });
    return { ...viewOf(await loadExecutor(actor, id, "executor.manage", tx)), changes };
  });
  if (announced !== null) await announceConfig(id, announced);
  // Sockets from addresses that are no longer allowed are closed. Clients at allowed addresses reconnect immediately.
  if (!change.dryRun && change.addresses) await executorPublisher().terminateUser(id);
  return answer;
}

async function templateAfter(
  tx: Tx,
  actor: Actor,
  row: ExecutorRow,
  change: ExecutorChange,
): Promise<NewLayers["template"]> {
  if (change.templateId === null) return null;
  if (change.templateId !== undefined && change.templateId !== row.templateId) {
    return followTemplate(tx, actor, change.templateId, row.ownerId);
  }
  return findVersion(tx, row.templateId, row.templateVersion);
}

async function saveFields(tx: Tx, row: ExecutorRow, change: ExecutorChange): Promise<void> {
  const { expiresInDays } = change;
  const newExpiry = expiresInDays ? new Date(Date.now() + expiresInDays * 86_400_000) : null;
  await tx.prisma.executor.updateMany({
    where: { id: row.id },
    data: {
      name: change.name ?? row.name,
      addresses: change.addresses ?? row.addresses,
      expiresAt: expiresInDays === undefined ? row.expiresAt : newExpiry,
    },
  });
}
