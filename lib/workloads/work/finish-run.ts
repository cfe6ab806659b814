import { sql, type Tx, transaction } from "@/lib/db/transaction";
import type { SagaOutcome } from "@/lib/provisioning/saga";
import { countEndedRun } from "../figures/count-run";
import { emitStatus } from "../publication/status-event";
import type { ClaimedRun, OpenRun, RunFailure } from "../runs/resource-kind";
import { runOptions } from "../runs/run-options";
import { recordEvent } from "../runs/runs";
import { delayRun, lockRun } from "../runs/runs.sql";
import { customerMessage, RunLostError } from "./journal";
import { pauseSeconds, postponeRun } from "./waiting-runs";

/**
 * Ends a run in one transaction: its row, the resource's state, the timeline, what the kind adds and the follow-up that was
 * asked for meanwhile. Resolves with the resource's state; null: it was deleted.
 */
export async function finishRun(open: OpenRun, outcome: SagaOutcome): Promise<string | null> {
  const { run, resource, plan } = open;
  if (outcome.state === "compensating") return postponeCleanup(open, outcome.error);
  const isTriedAgain = outcome.state === "failed" && plan.persistent && !run.cancelled;
  if (outcome.state === "waiting" || isTriedAgain) {
    await postponeRun(open, outcome.error);
    return open.status(sql());
  }
  return transaction(async (tx) => {
    const closed = await closeRun(tx, run, outcome);
    if (!run.cancelled) await countEndedRun(tx, run, outcome.state === "succeeded" ? "succeeded" : "failed");
    await open.onRunEnded?.(tx, outcome);
    if (outcome.state === "succeeded" && plan.success === null) {
      await open.remove(tx);
      return null;
    }
    if (closed.followUp) {
      // The reason for ending it is passed on to the run that ends it.
      const isPassedOn = closed.isEnded && closed.failure !== null;
      return open.beginFollowUp(tx, closed.followUp, isPassedOn ? { failure: closed.failure } : {});
    }
    const status = outcome.state === "succeeded" ? (plan.success ?? plan.failure) : plan.failure;
    const failure = outcome.state === "failed" ? failureOf(closed, outcome.error) : run.failure;
    await open.setOutcome(tx, status, failure);
    if (failure) await open.onFailed?.(tx, { status, ...failure });
    await recordEvent(tx, {
      resourceId: resource.id,
      runId: run.id,
      step: run.kind,
      status: outcome.state,
      message: failure?.message ?? plan.message,
      durationMs: Date.now() - run.createdAt.getTime(),
    });
    await emitStatus(tx, resource, status);
    return status;
  });
}

type Closed = { followUp: string | null; failure: RunFailure | undefined; isEnded: boolean };

/**
 * A run that succeeded keeps no error of earlier tries: lists of failed runs filter by the error. `failure`: why the panel
 * ended it (`isEnded`), or the run's own reason, also when another worker journaled that before it died.
 */
async function closeRun(tx: Tx, run: ClaimedRun, outcome: SagaOutcome): Promise<Closed> {
  await tx.row(lockRun, [run.id]);
  const row = await tx.prisma.provisioningRun.findUnique({ where: { id: run.id, epoch: run.epoch } });
  if (!row) throw new RunLostError(run.id);
  const hasSucceeded = outcome.state === "succeeded";
  const reason = runOptions.parse(row.options).failure;
  const code = reason?.code ?? row.errorCode;
  const message = reason?.message ?? row.errorMessage;
  await tx.prisma.provisioningRun.update({
    where: { id: run.id },
    data: {
      state: hasSucceeded ? "succeeded" : "failed",
      finishedAt: new Date(),
      currentStep: null,
      errorCode: hasSucceeded ? null : code,
      errorMessage: hasSucceeded ? null : message,
      ...(hasSucceeded ? { errorDetail: null } : {}),
    },
  });
  const failure = code === null ? undefined : { code, message: message ?? "It failed." };
  return { followUp: row.followUp, failure, isEnded: reason !== undefined };
}

function failureOf({ failure, isEnded }: Closed, error: unknown): RunFailure {
  if (error !== undefined && !isEnded) return customerMessage(error);
  return failure ?? { code: "internal_error", message: "It failed." };
}

/**
 * Something could not be undone (the engine or the provider is unreachable): the owner sees the failure now, the worker
 * continues later.
 */
async function postponeCleanup(open: OpenRun, error: unknown): Promise<string | null> {
  const { run, resource, plan } = open;
  return transaction(async (tx) => {
    const row = await tx.row(delayRun, [run.id, run.epoch, pauseSeconds(run.epoch)]);
    if (!row) throw new RunLostError(run.id);
    if (row.followUp) return open.status(tx);
    const failure = error === undefined ? row : customerMessage(error);
    await open.setOutcome(tx, plan.failure, failure);
    await emitStatus(tx, resource, plan.failure);
    return plan.failure;
  });
}
