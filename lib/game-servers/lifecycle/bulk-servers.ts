import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { AppError, coreErrors } from "@/lib/core/errors";
import { sql } from "@/lib/db/transaction";
import { unfinishedRun } from "@/lib/workloads/runs/runs";
import type { BulkServersAnswer, BulkServersBody, PowerAction } from "../contract";
import { type LoadedServer, loadServer } from "../load-server";
import { deleteServer } from "./delete-server";
import { decidePower } from "./power-rules";
import { powerServer } from "./power-server";

type Result = BulkServersAnswer["results"][number];
type Action = BulkServersBody["action"];

/**
 * One action on many servers, each by itself: a refusal of one affects no other. With `dryRun` nothing is changed, and
 * the answer says what would happen to each by the same rules.
 */
export async function bulkServers(actor: Actor, { ids, action, dryRun }: BulkServersBody): Promise<BulkServersAnswer> {
  authorise(actor, permissionFor(action));
  const results: Result[] = [];
  for (const id of new Set(ids)) results.push(await one(actor, id, { action, dryRun }));
  return { dryRun, affected: results.filter(({ ok }) => ok).length, results };
}

const permissionFor = (action: Action) => (action === "delete" ? "server.delete" : "server.power");

async function one(actor: Actor, id: string, { action, dryRun }: Pick<BulkServersBody, "action" | "dryRun">) {
  let name = "";
  try {
    const server = await loadServer(actor, id, permissionFor(action), sql());
    name = server.name;
    const message = await whatHappens(server, action);
    if (message === null) return { id, name, ok: false, message: `It is ${server.status} already.` };
    if (!dryRun) await (action === "delete" ? deleteServer(actor, id) : powerServer(actor, id, action));
    return { id, name, ok: true, message };
  } catch (error) {
    // A failure of the panel ends the call; a refusal is of this server only.
    if (!(error instanceof AppError) || error.status >= 500) throw error;
    return { id, name, ok: false, message: error.message };
  }
}

/** Null: nothing, the server is as asked. */
async function whatHappens({ id, status }: LoadedServer, action: Action): Promise<string | null> {
  if (action === "delete") return status === "deleting" ? null : "It is deleted with its data.";
  const decision = decidePower(action, status, (await unfinishedRun(sql(), id))?.kind ?? null);
  if (decision.do === "refuse") throw coreErrors.conflict({ detail: decision.detail });
  return decision.do === "nothing" ? null : texts[action];
}

const texts: Record<PowerAction, string> = {
  start: "It is started.",
  stop: "It is stopped. Players are disconnected.",
  restart: "It is restarted. Players are disconnected.",
  kill: "It is ended at once. What is not saved is lost.",
};
