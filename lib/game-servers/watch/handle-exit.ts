import { transaction } from "@/lib/db/transaction";
import type { ContainerEngine, ContainerState } from "@/lib/provisioning/engine";
import type { LoadedServer } from "../load-server";
import { enqueueRun, recordEvent, unfinishedRun } from "../runs";
import type { Publish } from "../work/context";
import { customerMessage } from "../work/journal";
import { exitError } from "../work/wait-until-ready";
import { decideAfterExit } from "./decide-after-exit";

/**
 * A game that was online has ended: restarts it with back-off, or writes its final state with the reason and the last
 * lines. Does nothing when a run took the server over meanwhile, so it may be called twice.
 */
export async function handleExit(
  server: LoadedServer,
  state: ContainerState,
  engine: ContainerEngine,
  publish: Publish,
  unwatched = false,
): Promise<void> {
  const decision = decideAfterExit({ ...state, unwatched }, server, new Date());
  const isCrash = decision.do === "restart" || decision.do === "crashed";
  const goesOn = decision.do === "restart" || decision.do === "resume";
  const reason = !isCrash ? null : customerMessage(await exitError({ engine, server }, state, "online"));
  const status = await transaction(async (tx) => {
    const held = await tx.row<{ status: string }>("SELECT status FROM server WHERE id = $1 FOR UPDATE", [server.id]);
    if (held?.status !== "online" || (await unfinishedRun(tx, server.id)) || !server.nodeId) return null;
    const next = goesOn ? "starting" : decision.do === "crashed" ? "crashed" : "offline";
    await tx.run(
      `UPDATE server SET status = $2, online_since = NULL, want_running = $3, failure_code = $4, failure_message = $5,
         crash_count = $6, last_crash_at = CASE WHEN $7 THEN now() ELSE last_crash_at END, updated_at = now() WHERE id = $1`,
      [
        server.id,
        next,
        goesOn,
        reason?.code ?? null,
        reason?.message ?? null,
        isCrash ? decision.crashCount : server.crashCount,
        isCrash,
      ],
    );
    await recordEvent(tx, { serverId: server.id, step: "exit", status: next, message: exitMessage(decision, reason) });
    if (goesOn) {
      const delayMs = isCrash ? decision.delayMs : 0;
      const options = { reason: isCrash ? "Restart after a crash" : "Start after the machine or its engine restarted" };
      await enqueueRun(tx, {
        serverId: server.id,
        nodeId: server.nodeId,
        kind: "start",
        actor: null,
        options,
        delayMs,
      });
    }
    return next;
  });
  if (!status) return;
  publish(server.id, server.ownerId, "server.status", { serverId: server.id, status, at: new Date().toISOString() });
}

function exitMessage(decision: ReturnType<typeof decideAfterExit>, reason: { message: string } | null): string {
  if (decision.do === "offline") return "The game stopped by itself.";
  if (decision.do === "resume") return "Its machine or the engine was restarted; the game is started again.";
  const what = reason?.message ?? "The game ended.";
  if (decision.do === "restart") return `${what}\nIt is restarted in ${decision.delayMs / 1000} s.`;
  return `${what}\nIt crashed ${decision.crashCount} times in a short time and is not restarted.`;
}
