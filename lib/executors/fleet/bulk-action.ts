import type { Actor } from "@/lib/access/actor";
import { authorise, requireUserId } from "@/lib/access/authorise";
import { env } from "@/lib/core/env";
import { AppError } from "@/lib/core/errors";
import { createLogger, type Logger } from "@/lib/core/log";
import { sql } from "@/lib/db/transaction";
import { createCommands, requireCommand } from "../commands/create-command";
import { revokeExecutor } from "../revoke-executor";
import { updateExecutor } from "../update-executor";
import type { BulkAction, BulkAnswer } from "./contract";

type Result = BulkAnswer["results"][number];

/**
 * One action on many executors: each independently, so that a failure affects no other; commands
 * are sent fifty at a time. With `dryRun` nothing is changed and the answer says what would be.
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
  const unique = [...new Set(ids)];
  const found = await sql().prisma.executor.findMany({
    where: { id: { in: unique }, ...(owner === null ? {} : { ownerId: owner }) },
    select: { id: true, name: true, revokedAt: true, templateId: true },
  });
  const rows: Target[] = found.map(({ revokedAt, ...row }) => ({ ...row, isRevoked: revokedAt !== null }));
  const known = new Map(rows.map((row) => [row.id, row]));
  const results = new Map<string, Result>();
  const possible: Target[] = [];
  for (const id of unique) {
    const target = known.get(id);
    const obstacle = target ? obstacleTo(action, target) : "There is no such executor.";
    if (target && obstacle === null) possible.push(target);
    else results.set(id, { id, name: target?.name ?? "", ok: false, message: obstacle ?? "" });
  }
  const failures: unknown[] = [];
  const size = action.kind === "command" && !dryRun ? 50 : 8;
  for (let from = 0; from < possible.length; from += size) {
    const targets = possible.slice(from, from + size);
    const done =
      action.kind === "command" && !dryRun
        ? await command(actor, targets, action, failures)
        : await Promise.all(targets.map((target) => one(actor, target, { action, dryRun, failures })));
    for (const result of done) results.set(result.id, result);
  }
  const all = unique.flatMap((id) => results.get(id) ?? []);
  const affected = all.filter(({ ok }) => ok).length;
  // Nothing was done because of a server error: the call as a whole failed.
  if (affected === 0 && failures.length > 0) throw failures[0];
  for (const error of failures) log().error({ err: error, kind: action.kind }, "bulk action: failed for some");
  return { dryRun, affected, results: all };
}

let logger: Logger | undefined;
function log(): Logger {
  logger ??= createLogger("executors", env().LOG_LEVEL);
  return logger;
}

function isRefusal(error: unknown): error is AppError {
  return error instanceof AppError && error.status < 500;
}

/** Errors that the caller can correct are returned per executor; server errors are logged. */
function refusalText(error: unknown, failures: unknown[]): string {
  if (isRefusal(error)) return error.message;
  failures.push(error);
  return "An internal error occurred; repeat the action for this one.";
}

async function one(
  actor: Actor,
  { id, name }: Target,
  { action, dryRun, failures }: { action: BulkAction; dryRun: boolean; failures: unknown[] },
): Promise<Result> {
  try {
    return { id, name, ok: true, message: await perform(actor, id, action, dryRun) };
  } catch (error) {
    return { id, name, ok: false, message: refusalText(error, failures) };
  }
}

async function command(
  actor: Actor,
  targets: readonly Target[],
  action: BulkAction & { kind: "command" },
  failures: unknown[],
): Promise<Result[]> {
  const ids = targets.map(({ id }) => id);
  try {
    const made = new Map((await createCommands(actor, ids, action)).map(({ executorId, seq }) => [executorId, seq]));
    return targets.map(({ id, name }) => {
      const seq = made.get(id);
      return { id, name, ok: seq !== undefined, message: seq === undefined ? revoked : `Sent as number ${seq}.` };
    });
  } catch (error) {
    // One of them may have reached its limit: the others get the command one by one.
    if (isRefusal(error) && targets.length > 1) {
      const alone: Result[] = [];
      for (const target of targets) alone.push(...(await command(actor, [target], action, failures)));
      return alone;
    }
    const message = refusalText(error, failures);
    return targets.map(({ id, name }) => ({ id, name, ok: false, message }));
  }
}

const revoked = "It is revoked.";

type Target = { id: string; name: string; isRevoked: boolean; templateId: string | null };

/** Why the action has no effect on this executor; null when it has one. Pure. */
function obstacleTo(action: BulkAction, target: Target): string | null {
  if (target.isRevoked) return revoked;
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
    return dryRun ? "Would be disconnected and refused permanently." : "Revoked.";
  }
  return `Would get ${action.type}.`;
}
