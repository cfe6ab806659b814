import type { Actor } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record-audit";
import { coreErrors } from "@/lib/core/errors";
import type { ListQuery } from "@/lib/core/lists";
import { sql, transaction } from "@/lib/db/transaction";
import { executorChannel } from "@/lib/realtime/contract";
import { executorErrors } from "../errors";
import { executorPublisher } from "../executor-publisher";
import { publishExecutorChanged } from "../publish-executor-changed";
import { loadExecutor } from "../queries";
import { listCommandRows, lockCommand } from "./commands.sql";
import type { CommandView } from "./contract";
import { findCommand } from "./find-command";
import { pushHeads } from "./push-heads";
import { commandViewOf } from "./rows";

/** An executor's commands, the newest first. */
export async function listCommands(
  actor: Actor,
  executorId: string,
  { limit, cursor }: ListQuery,
): Promise<{ items: CommandView[]; nextCursor: string | null }> {
  await loadExecutor(actor, executorId, "executor.read", sql());
  const rows = await sql().rows(listCommandRows, [executorId, cursor ?? null, limit + 1, null]);
  const items = rows.slice(0, limit).map(commandViewOf);
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

export async function getCommand(actor: Actor, executorId: string, id: string): Promise<CommandView> {
  await loadExecutor(actor, executorId, "executor.read", sql());
  const row = await findCommand(sql(), executorId, id);
  if (!row) throw coreErrors.not_found({ detail: "There is no such command." });
  return commandViewOf(row);
}

/** Cancels a command. If the executor already runs it, the executor is asked to stop; its result no longer counts. */
export async function cancelCommand(actor: Actor, executorId: string, id: string): Promise<CommandView> {
  let ownerId = "";
  const view = await transaction(async (tx) => {
    ({ ownerId } = await loadExecutor(actor, executorId, "executor.command", tx));
    await tx.row(lockCommand, [id]);
    const row = await findCommand(tx, executorId, id);
    if (!row) throw coreErrors.not_found({ detail: "There is no such command." });
    if (row.state === "cancelled") return commandViewOf(row);
    if (row.finishedAt) throw executorErrors.command_finished({ detail: `The command is ${row.state} already.` });
    await tx.prisma.executorCommand.updateMany({
      where: { id, executorId },
      data: { state: "cancelled", finishedAt: new Date() },
    });
    const done = await findCommand(tx, executorId, id);
    const event = { action: "executor.command_cancelled", targetKind: "executor", targetId: executorId };
    await recordAudit(tx, actor, { ...event, detail: { commandId: id } });
    return commandViewOf(done ?? row);
  });
  publishExecutorChanged(executorId, ownerId, "command");
  await executorPublisher().publish(executorChannel(executorId), "executor.command-cancelled", { id, seq: view.seq });
  void pushHeads([executorId]).catch(() => {});
  return view;
}
