import { dbNull } from "@/lib/db/db-null";
import { transaction } from "@/lib/db/transaction";
import type { ContainerEngine, ContainerState } from "@/lib/provisioning/engine";
import { readCrash } from "../crash/read-crash";
import { lockedWorkload, type Workload } from "../load-workload";
import { emitStatus } from "../publication/status-event";
import { exitError } from "../readiness/wait-until-ready";
import { enqueueRun, recordEvent, unfinishedRun } from "../runs/runs";
import { customerMessage } from "../work/journal";
import type { WorkloadDefinition } from "../workload-definition";
import { decideAfterExit } from "./decide-after-exit";

/**
 * A program that was online has ended: restarts it with back-off, or writes its final state with the reason and the last
 * lines. Does nothing when a run took the workload over meanwhile, so it may be called twice.
 */
export async function handleExit(
  workload: Workload,
  state: ContainerState,
  deps: { definition: WorkloadDefinition; engine: ContainerEngine },
  unwatched = false,
): Promise<void> {
  const { definition, engine } = deps;
  const decision = decideAfterExit({ ...state, unwatched }, workload, new Date());
  const isCrash = decision.do === "restart" || decision.do === "crashed";
  const goesOn = decision.do === "restart" || decision.do === "resume";
  const crash = isCrash ? await readCrash(engine, state) : null;
  const reason = crash && customerMessage(exitError(workload, crash, "online"));
  await transaction(async (tx) => {
    const held = await lockedWorkload(tx, workload.id);
    if (held?.status !== "online" || (await unfinishedRun(tx, workload.id)) || !workload.nodeId) return;
    const next = goesOn ? "starting" : decision.do === "crashed" ? "crashed" : "offline";
    await tx.prisma.workload.update({
      where: { id: workload.id },
      data: {
        status: next,
        onlineSince: null,
        wantRunning: goesOn,
        failureCode: reason?.code ?? null,
        failureMessage: reason?.message ?? null,
        crash: crash ?? (await dbNull()),
        ...(isCrash ? { crashCount: decision.crashCount, lastCrashAt: new Date() } : {}),
      },
    });
    await recordEvent(tx, {
      resourceId: workload.id,
      step: "exit",
      status: next,
      message: exitMessage(definition.program, decision, reason),
    });
    if (goesOn) {
      const delayMs = isCrash ? decision.delayMs : 0;
      const options = isCrash
        ? { reason: "Restart after a crash", afterCrash: true }
        : { reason: "Start after the machine or its engine restarted" };
      await enqueueRun(tx, definition, {
        resource: workload,
        nodeId: workload.nodeId,
        kind: "start",
        actor: null,
        options,
        delayMs,
      });
    }
    if (next === "crashed" && reason) await definition.onFailed?.(tx, workload, { status: next, ...reason });
    await emitStatus(tx, workload, next);
  });
}

function exitMessage(
  program: string,
  decision: ReturnType<typeof decideAfterExit>,
  reason: { message: string } | null,
): string {
  if (decision.do === "offline") return `The ${program} stopped by itself.`;
  if (decision.do === "resume") return `Its machine or the engine was restarted; the ${program} is started again.`;
  const what = reason?.message ?? `The ${program} ended.`;
  if (decision.do === "restart") return `${what}\nIt is restarted in ${decision.delayMs / 1000} s.`;
  return `${what}\nIt crashed ${decision.crashCount} times in a short time and is not restarted.`;
}
