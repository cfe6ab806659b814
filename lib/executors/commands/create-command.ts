import type { Actor } from "@/lib/access/actor";
import { recordAudits } from "@/lib/audit/record-audit";
import { coreErrors } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { type Tx, transaction } from "@/lib/db/transaction";
import { executorErrors } from "../errors";
import { publishExecutorChanged } from "../publication/publish-executor-changed";
import { loadExecutor } from "../queries";
import type { CommandType } from "./command-type";
import { insertCommands, takeNumbers } from "./commands.sql";
import type { CommandView } from "./contract";
import { pushedAtOnce, pushHeads } from "./delivery/push-heads";
import { commandTypes } from "./registry";
import { commandViewOf } from "./rows";
import { signCommand } from "./signing";

/** Of one executor, not finished. Each may be 60 kB on the executor's disk as well. */
const maxOpenCommands = 1_000;

export type NewCommand = { type: string; payload: Record<string, unknown>; ttlSeconds?: number | undefined };

/** Creates a command for an executor: the next in its order, signed, pushed at once when nothing is before it. */
export async function createCommand(actor: Actor, executorId: string, input: NewCommand): Promise<CommandView> {
  const isAllowed = (tx: Tx) => loadExecutor(actor, executorId, "executor.command", tx);
  const [view] = await createCommands(actor, [executorId], input, isAllowed);
  if (!view) throw executorErrors.executor_revoked();
  return view;
}

/**
 * The same command to many, all or none; those that are revoked get none. `check` is run in the transaction;
 * without it the caller has seen that the actor may command them. Five statements however many they are.
 */
export async function createCommands(
  actor: Actor,
  executorIds: readonly string[],
  input: NewCommand,
  check: (tx: Tx) => Promise<unknown> = async () => {},
): Promise<CommandView[]> {
  const rows = await transaction(async (tx) => {
    await check(tx);
    const { type, payload } = requireCommand(input);
    const exp = new Date(Date.now() + (input.ttlSeconds ?? type.ttlSeconds) * 1000);
    // Locked in one order, or two such calls could wait for each other.
    const counted = await tx.rows(takeNumbers, [executorIds]);
    refuseFull(counted);
    const commands = counted.map(({ executorId, seq }) => {
      const id = newId("executorCommand");
      return { id, executorId, seq, ...signCommand({ executorId, id, seq, type: type.type, payload, exp }) };
    });
    const made = await tx.rows(insertCommands, [
      type.type,
      JSON.stringify(payload),
      exp,
      actor.userId,
      commands.map(({ id }) => id),
      commands.map(({ executorId }) => executorId),
      commands.map(({ seq }) => seq),
      commands.map(({ keyId }) => keyId),
      commands.map(({ signature }) => signature),
    ]);
    const event = { action: "executor.command_sent", targetKind: "executor" };
    const entries = made.map(({ executorId, id, seq }) => ({
      ...event,
      targetId: executorId,
      detail: { type: type.type, commandId: id, seq },
    }));
    await recordAudits(tx, actor, entries);
    return made;
  });
  for (const { executorId, ownerId } of rows) publishExecutorChanged(executorId, ownerId, "command");
  // Not awaited: the answer says "queued". The worker pushes what fails here and what is for more than a few.
  if (rows.length <= pushedAtOnce) void pushHeads(rows.map(({ executorId }) => executorId)).catch(() => {});
  return rows.map(commandViewOf);
}

function refuseFull(counted: readonly { executorId: string; open: number }[]): void {
  const full = counted.find(({ open }) => open >= maxOpenCommands);
  if (!full) return;
  const detail = `${full.executorId} has ${full.open} commands that are not finished, and may not have more. Wait until it has done some, or cancel some.`;
  throw coreErrors.conflict({ detail });
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
