import type { Actor } from "@/lib/access/actor";
import { authorise, requireUserId } from "@/lib/access/authorise";
import { AppError } from "@/lib/core/errors";
import { sql } from "@/lib/db/transaction";
import { createCommand, requireCommand } from "../commands/create-command";
import { revokeExecutor } from "../revoke-executor";
import { updateExecutor } from "../update-executor";
import type { BulkAction, BulkAnswer } from "./contract";

/**
 * The same to many executors: each as if it were done to it alone, so that one that fails takes no other along. With
 * `dryRun` nothing is changed and the answer says what would be.
 */
export async function bulkAction(
  actor: Actor,
  { ids, action, dryRun }: { ids: readonly string[]; action: BulkAction; dryRun: boolean },
): Promise<BulkAnswer> {
  const owner =
    authorise(actor, action.kind === "command" ? "executor.command" : "executor.manage") === "all"
      ? null
      : requireUserId(actor);
  if (action.kind === "command") requireCommand(action);
  const rows = await sql().rows<Target>(
    `SELECT id, name, revoked_at IS NOT NULL AS "isRevoked", template_id AS "templateId" FROM executor
     WHERE id = ANY($1) AND ($2::text IS NULL OR owner_id = $2)`,
    [[...new Set(ids)], owner],
  );
  const known = new Map(rows.map((row) => [row.id, row]));
  const results: BulkAnswer["results"] = [];
  const one = async (id: string) => {
    const target = known.get(id);
    if (!target) return { id, name: "", ok: false, message: "There is no such executor." };
    const { name } = target;
    const obstacle = obstacleTo(action, target);
    if (obstacle !== null) return { id, name, ok: false, message: obstacle };
    try {
      const message = await perform(actor, id, action, dryRun);
      return { id, name, ok: true, message };
    } catch (error) {
      if (!(error instanceof AppError) || error.status >= 500) throw error;
      return { id, name, ok: false, message: error.message };
    }
  };
  const unique = [...new Set(ids)];
  for (let from = 0; from < unique.length; from += 8) {
    results.push(...(await Promise.all(unique.slice(from, from + 8).map(one))));
  }
  return { dryRun, affected: results.filter(({ ok }) => ok).length, results };
}

type Target = { id: string; name: string; isRevoked: boolean; templateId: string | null };

/** Why nothing would come of it; null when something would. Pure. */
function obstacleTo(action: BulkAction, target: Target): string | null {
  if (target.isRevoked) return "It is revoked.";
  if (action.kind === "template" && action.templateId === target.templateId) return "It follows this template already.";
  return null;
}

async function perform(actor: Actor, id: string, action: BulkAction, dryRun: boolean): Promise<string> {
  if (action.kind === "template") {
    const { changes } = await updateExecutor(actor, id, { templateId: action.templateId, dryRun });
    const settings = changes.length === 1 ? "1 setting" : `${changes.length} settings`;
    return dryRun ? `Would change ${settings}.` : `Changed ${settings}.`;
  }
  if (action.kind === "revoke") {
    if (!dryRun) await revokeExecutor(actor, id);
    return dryRun ? "Would be disconnected and refused for good." : "Revoked.";
  }
  if (dryRun) return `Would get ${action.type}.`;
  const { type, payload, ttlSeconds } = action;
  const { seq } = await createCommand(actor, id, { type, payload, ttlSeconds });
  return `Sent as number ${seq}.`;
}
