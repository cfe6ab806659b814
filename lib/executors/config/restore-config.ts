import type { Actor } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record-audit";
import { coreErrors } from "@/lib/core/errors";
import { transaction } from "@/lib/db/transaction";
import { emitEvent } from "@/lib/events/emit-event";
import type { ExecutorView } from "../contract";
import { executorErrors } from "../errors";
import { executorChanged } from "../publication/changed-event";
import { loadExecutor, viewOf } from "../queries";
import { findVersion } from "../templates/template-settings";
import { announceConfig, applyLayers } from "./apply-config";
import { settingsSchema } from "./contract";

/** Gives an executor the layers of an older configuration again, as its newest version. */
export async function restoreConfig(actor: Actor, id: string, version: number): Promise<ExecutorView> {
  let announced: number | null = null;
  const view = await transaction(async (tx) => {
    announced = null;
    const row = await loadExecutor(actor, id, "executor.manage", tx, true);
    const where = { executorId_version: { executorId: id, version } };
    const old = await tx.prisma.executorConfigVersion.findUnique({ where });
    if (!old) throw coreErrors.not_found({ detail: "There is no such version." });
    const template = await findVersion(tx, old.templateId, old.templateVersion);
    if (old.templateId !== null && !template) throw executorErrors.template_gone();
    announced = await applyLayers(tx, {
      executorId: id,
      configVersion: row.configVersion,
      before: row.config,
      template,
      overrides: settingsSchema.parse(old.overrides),
      cause: "restored",
      authorId: actor.userId,
    });
    const event = { action: "executor.config_restored", targetKind: "executor", targetId: id, detail: { version } };
    await recordAudit(tx, actor, event);
    await emitEvent(tx, executorChanged, { executorId: id, ownerId: row.ownerId, what: "config" });
    return viewOf(await loadExecutor(actor, id, "executor.manage", tx));
  });
  if (announced !== null) await announceConfig(id, announced);
  return view;
}
