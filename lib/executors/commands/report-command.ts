import { coreErrors } from "@/lib/core/errors";
import { sql } from "@/lib/db/transaction";
import { tellOwner } from "../tell-owner";
import type { CommandView } from "./contract";
import { pushHeads } from "./push-heads";
import { type CommandRow, commandColumns, commandViewOf } from "./rows";

/**
 * What an executor reports about its commands. Everything may come twice, late or out of order: a state never goes back,
 * the first result stays, and the same report again gives the same answer. A cancelled or expired command tells the
 * executor so in the state of the answer, unless it had been acknowledged in time: then its result counts.
 */
async function advance(executorId: string, id: string, change: string, values: unknown[]): Promise<CommandView> {
  const changed = await sql().row<CommandRow>(
    `UPDATE executor_command c SET ${change} AND c.id = $1 AND c.executor_id = $2 RETURNING ${commandColumns}`,
    [id, executorId, ...values],
  );
  const row =
    changed ??
    (await sql().row<CommandRow>(
      `SELECT ${commandColumns} FROM executor_command c WHERE c.id = $1 AND c.executor_id = $2`,
      [id, executorId],
    ));
  if (!row) throw coreErrors.not_found({ detail: "There is no such command." });
  if (changed) tellOwner(executorId, changed.ownerId, "command");
  return commandViewOf(row);
}

/** It is here and will be done; the next in the order may follow. */
export async function acknowledgeCommand(executorId: string, id: string): Promise<CommandView> {
  const view = await advance(
    executorId,
    id,
    `state = 'acked', acked_at = now(), delivered_at = coalesce(delivered_at, now())
     WHERE c.state IN ('queued', 'delivered') AND c.expires_at > now()`,
    [],
  );
  void pushHeads(executorId).catch(() => {});
  return view;
}

export async function reportProgress(executorId: string, id: string, progress: object): Promise<CommandView> {
  return advance(
    executorId,
    id,
    `state = 'running', progress = $3, acked_at = coalesce(acked_at, now()), delivered_at = coalesce(delivered_at, now())
     WHERE c.state IN ('queued', 'delivered', 'acked', 'running')`,
    [JSON.stringify(progress)],
  );
}

export type CommandResult = { status: "done" | "failed"; output?: unknown; error?: string | undefined };

export async function reportResult(executorId: string, id: string, result: CommandResult): Promise<CommandView> {
  const view = await advance(
    executorId,
    id,
    `state = $3, output = $4, error = $5, finished_at = now(), acked_at = coalesce(acked_at, now()),
       delivered_at = coalesce(delivered_at, now())
     WHERE c.state IN ('queued', 'delivered', 'acked', 'running')`,
    [result.status, result.output === undefined ? null : JSON.stringify(result.output), result.error ?? null],
  );
  void pushHeads(executorId).catch(() => {});
  return view;
}
