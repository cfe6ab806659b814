import type { Actor } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record-audit";
import { coreErrors } from "@/lib/core/errors";
import { transaction } from "@/lib/db/transaction";
import type { ExecutorView } from "../contract";
import { executorErrors } from "../errors";
import { publishExecutorChanged } from "../publish-executor-changed";
import { loadExecutor, viewOf } from "../queries";
import { announceConfig, applyLayers } from "./apply-config";
import { findOldConfig } from "./config.sql";

/** Gives an executor the layers of an older configuration again, as its newest version. */
export async function restoreConfig(actor: Actor, id: string, version: number): Promise<ExecutorView> {
  let announced: number | null = null;
  const view = await transaction(async (tx) => {
    announced = null;
    const row = await loadExecutor(actor, id, "executor.manage", tx, true);
    const old = await tx.row(findOldConfig, [id, version]);
    if (!old) throw coreErrors.not_found({ detail: "There is no such version." });
    if (old.templateId !== null && old.settings === null) throw executorErrors.template_gone();
    const { templateId, templateVersion, settings, overrides } = old;
    const isFollowing = templateId !== null && templateVersion !== null && settings !== null;
    announced = await applyLayers(tx, {
      executorId: id,
      configVersion: row.configVersion,
      before: row.config,
      template: isFollowing ? { id: templateId, version: templateVersion, settings } : null,
      overrides,
      cause: "restored",
      authorId: actor.userId,
    });
    const event = { action: "executor.config_restored", targetKind: "executor", targetId: id, detail: { version } };
    await recordAudit(tx, actor, event);
    return viewOf(await loadExecutor(actor, id, "executor.manage", tx));
  });
  if (announced !== null) await announceConfig(id, announced);
  publishExecutorChanged(id, view.owner.id, "config");
  return view;
}
