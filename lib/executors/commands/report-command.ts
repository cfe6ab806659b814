import { coreErrors } from "@/lib/core/errors";
import { sql } from "@/lib/db/transaction";
import { publishExecutorChanged } from "../publish-executor-changed";
import type { CommandView } from "./contract";
import { pushHeads } from "./push-heads";
import { type CommandRow, commandColumns, commandViewOf } from "./rows";

/** A statement's name and what it sets and asks, after the ids `$1` and `$2`. */
type Change = { name: string; change: string };

/**
 * What an executor reports about its commands. Everything may come twice, late or out of order: a state never goes
 * back, the first result stays, and the same report again gives the same answer. The answer for a cancelled or expired
 * command carries that state, unless it had been acknowledged in time: then its result counts.
 */
async function advance(
  executorId: string,
  id: string,
  { name, change }: Change,
  values: unknown[],
): Promise<CommandView> {
  const changed = await sql().row<CommandRow & { hasNext: boolean }>(
    `UPDATE executor_command c SET ${change} AND c.id = $1 AND c.executor_id = $2
     RETURNING ${commandColumns}, EXISTS (SELECT 1 FROM executor_command n WHERE n.executor_id = $2 AND n.id <> $1
       AND n.finished_at IS NULL AND n.state IN ('queued', 'delivered')) AS "hasNext"`,
    [id, executorId, ...values],
    name,
  );
  const row =
    changed ??
    (await sql().row<CommandRow>(
      `SELECT ${commandColumns} FROM executor_command c WHERE c.id = $1 AND c.executor_id = $2`,
      [id, executorId],
    ));
  if (!row) throw coreErrors.not_found({ detail: "There is no such command." });
  if (!changed) return commandViewOf(row);
  publishExecutorChanged(executorId, changed.ownerId, "command");
  const { hasNext, ...view } = changed;
  // The next in the order may follow. One that is created at the same moment is pushed by its creator or by the worker.
  if (hasNext) void pushHeads([executorId]).catch(() => {});
  return commandViewOf(view);
}

const inHand = "acked_at = coalesce(acked_at, now()), delivered_at = coalesce(delivered_at, now())";
const acknowledged: Change = {
  name: "executor_command_ack",
  change: `state = 'acked', acked_fence = $3, ${inHand} WHERE c.state IN ('queued', 'delivered') AND c.expires_at > now()`,
};
const progressed: Change = {
  name: "executor_command_progress",
  change: `state = 'running', progress = $3, ${inHand} WHERE c.state IN ('queued', 'delivered', 'acked', 'running')`,
};
const finished: Change = {
  name: "executor_command_result",
  change: `state = $3, output = $4, error = $5, finished_at = now(), ${inHand}
    WHERE c.state IN ('queued', 'delivered', 'acked', 'running')`,
};

/**
 * The executor received it and will do it, in the session of this number. The first acknowledgement wins: another copy
 * of the executor sees in the answer that it is not its own.
 */
export async function acknowledgeCommand(executorId: string, id: string, fence: number | null): Promise<CommandView> {
  return advance(executorId, id, acknowledged, [fence]);
}

export async function reportProgress(executorId: string, id: string, progress: object): Promise<CommandView> {
  return advance(executorId, id, progressed, [JSON.stringify(progress)]);
}

export type CommandResult = { status: "done" | "failed"; output?: unknown; error?: string | undefined };

export async function reportResult(executorId: string, id: string, result: CommandResult): Promise<CommandView> {
  const output = result.output === undefined ? null : JSON.stringify(result.output);
  return advance(executorId, id, finished, [result.status, output, result.error ?? null]);
}
