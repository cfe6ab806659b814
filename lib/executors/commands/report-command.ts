import { coreErrors } from "@/lib/core/errors";
import { sql } from "@/lib/db/transaction";
import { publishExecutorChanged } from "../publish-executor-changed";
import { advances } from "./commands.sql";
import type { CommandView } from "./contract";
import { findCommand } from "./find-command";
import { pushHeads } from "./push-heads";
import { commandViewOf } from "./rows";

/**
 * What an executor reports about its commands. Everything may come twice, late or out of order: a state never goes
 * back, the first result stays, and the same report again gives the same answer. The answer for a cancelled or expired
 * command carries that state, unless it had been acknowledged in time: then its result counts.
 */
async function advance(
  executorId: string,
  id: string,
  change: (typeof advances)[keyof typeof advances],
  values: unknown[],
): Promise<CommandView> {
  const changed = await sql().row(change, [id, executorId, ...values]);
  const row = changed ?? (await findCommand(sql(), executorId, id));
  if (!row) throw coreErrors.not_found({ detail: "There is no such command." });
  if (!changed) return commandViewOf(row);
  publishExecutorChanged(executorId, changed.ownerId, "command");
  const { hasNext, ...view } = changed;
  // The next in the order may follow. One that is created at the same moment is pushed by its creator or by the worker.
  if (hasNext) void pushHeads([executorId]).catch(() => {});
  return commandViewOf(view);
}

/**
 * The executor received it and will do it, in the session of this number. The first acknowledgement wins: another copy
 * of the executor sees in the answer that it is not its own.
 */
export async function acknowledgeCommand(executorId: string, id: string, fence: number | null): Promise<CommandView> {
  return advance(executorId, id, advances.acknowledged, [fence]);
}

export async function reportProgress(executorId: string, id: string, progress: object): Promise<CommandView> {
  return advance(executorId, id, advances.progressed, [JSON.stringify(progress)]);
}

export type CommandResult = { status: "done" | "failed"; output?: unknown; error?: string | undefined };

export async function reportResult(executorId: string, id: string, result: CommandResult): Promise<CommandView> {
  const output = result.output === undefined ? null : JSON.stringify(result.output);
  return advance(executorId, id, advances.finished, [result.status, output, result.error ?? null]);
}
