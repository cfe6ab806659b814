import { type CounterChange, increaseCounters } from "@/lib/db/counters/counters";
import type { Sql } from "@/lib/db/transaction";
import type { SagaOutcome } from "@/lib/provisioning/saga";
import { errorCodeOf } from "@/lib/workloads/queries";
import type { ClaimedRun } from "@/lib/workloads/runs/resource-kind";
import { customerMessage } from "@/lib/workloads/work/journal";

/** Upper bounds of `servers_provisioned_duration_ms`, in milliseconds; the alert rule's 5 s is one of them. */
export const durationBucketsMs = [500, 1000, 2500, 5000, 10_000, 30_000, 60_000, 120_000, 300_000, 600_000] as const;

/** Counts a creating run at its end, in its transaction, so that a figure neither falls nor counts twice. */
export async function countRun(tx: Sql, run: ClaimedRun, outcome: SagaOutcome): Promise<void> {
  if (run.kind !== "create" || run.cancelled) return;
  const changes: CounterChange[] = [];
  if (outcome.state === "succeeded") {
    const durationMs = Date.now() - run.createdAt.getTime();
    const bounds = durationBucketsMs.filter((bound) => durationMs <= bound).map(String);
    changes.push({ name: "servers_provisioned_total", by: 1 });
    changes.push({ name: "servers_provisioned_duration_ms_sum", by: durationMs });
    for (const label of ["+Inf", ...bounds]) {
      changes.push({ name: "servers_provisioned_duration_ms_bucket", label, by: 1 });
    }
  } else {
    const code = await errorCode(tx, run, outcome.error);
    changes.push({ name: "provisioning_errors_total", label: code, by: 1 });
  }
  await increaseCounters(tx, changes);
}

async function errorCode(tx: Sql, run: ClaimedRun, error: unknown): Promise<string> {
  if (error !== undefined) return customerMessage(error).code;
  return (await errorCodeOf(tx, run.id)) ?? "internal_error";
}
