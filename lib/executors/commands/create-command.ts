import type { Actor } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record-audit";
import { AppError, coreErrors } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { transaction } from "@/lib/db/transaction";
import { executorErrors } from "../errors";
import { loadExecutor } from "../queries";
import { signCommand } from "../signing";
import { tellOwner } from "../tell-owner";
import { wakeExecutor } from "../wake";
import type { CommandType } from "./command-type";
import type { CommandView } from "./contract";
import { pushHeads } from "./push-heads";
import { commandTypes } from "./registry";
import { type CommandRow, commandColumns, commandViewOf } from "./rows";

export type NewCommand = { type: string; payload: Record<string, unknown>; ttlSeconds?: number | undefined };

/** Gives an executor a command: the next in its order, signed, pushed at once when nothing is before it. */
export async function createCommand(actor: Actor, executorId: string, input: NewCommand): Promise<CommandView> {
  await loadExecutor(actor, executorId, "executor.command");
  const { type, payload } = requireCommand(input);
  let ownerId = "";
  const view = await transaction(async (tx) => {
    const owner = await loadExecutor(actor, executorId, "executor.command", tx, true);
    if (owner.revokedAt) throw executorErrors.executor_revoked();
    const counter = await tx.row<{ seq: number }>(
      "UPDATE executor SET last_seq = last_seq + 1 WHERE id = $1 RETURNING last_seq AS seq",
      [executorId],
    );
    const id = newId("executorCommand");
    const seq = counter?.seq ?? 0;
    const exp = new Date(Date.now() + (input.ttlSeconds ?? type.ttlSeconds) * 1000);
    const signed = signCommand({ executorId, id, seq, type: type.type, payload, exp });
    const row = await tx.row<CommandRow>(
      `INSERT INTO executor_command AS c (id, executor_id, seq, type, payload, expires_at, signing_key, signature, requested_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING ${commandColumns}`,
      [id, executorId, seq, type.type, JSON.stringify(payload), exp, signed.keyId, signed.signature, actor.userId],
    );
    const detail = { type: type.type, commandId: id, seq };
    await recordAudit(tx, actor, {
      action: "executor.command_sent",
      targetKind: "executor",
      targetId: executorId,
      detail,
    });
    await wakeExecutor(tx, executorId);
    if (!row) throw new AppError("internal_error", { status: 500, title: "No row", cure: "" });
    ownerId = owner.ownerId;
    return commandViewOf(row);
  });
  tellOwner(executorId, ownerId, "command");
  // Not awaited: the answer says "queued"; what fails is pushed again by the worker.
  void pushHeads(executorId).catch(() => {});
  return view;
}

/** The kind of command and its payload, checked; `unknown_command_type` or `validation_failed`. */
export function requireCommand(input: NewCommand): { type: CommandType; payload: Record<string, unknown> } {
  const type = commandTypes.get(input.type);
  if (!type) throw executorErrors.unknown_command_type({ detail: `Known: ${[...commandTypes.keys()].join(", ")}.` });
  return { type, payload: parsePayload(type, input.payload) };
}

function parsePayload(type: CommandType, payload: Record<string, unknown>): Record<string, unknown> {
  const result = type.payload.safeParse(payload);
  if (result.success) return result.data;
  const errors = result.error.issues.flatMap((issue) => {
    const names = issue.code === "unrecognized_keys" ? issue.keys : [issue.path.join(".")];
    return names.map((name) => ({ path: ["payload", name].filter(Boolean).join("."), message: issue.message }));
  });
  throw coreErrors.validation_failed({ errors });
}
