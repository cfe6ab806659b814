import type { Sql } from "@/lib/db/transaction";
import type { SagaOutcome } from "@/lib/provisioning/saga";
import { customerMessage } from "@/lib/workloads/work/journal";
import type { ClaimedRun } from "@/lib/workloads/workload-definition";

/** Upper bounds of `servers_provisioned_duration_ms`, in milliseconds; the alert rule's 5 s is one of them. */
export const durationBucketsMs = [500, 1000, 2500, 5000, 10_000, 30_000, 60_000, 120_000, 300_000, 600_000] as const;

/** Counts a creating run at its end, in its transaction, so that a figure neither falls nor counts twice. */
export async function countRun(tx: Sql, run: ClaimedRun, outcome: SagaOutcome): Promise<void> {
  if (run.kind !== "create" || run.cancelled) return;
  const rows: [string, string, number][] = [];
  if (outcome.state === "succeeded") {
    const durationMs = Date.now() - run.createdAt.getTime();
    rows.push(["servers_provisioned_total", "", 1], ["servers_provisioned_duration_ms_sum", "", durationMs]);
    rows.push(["servers_provisioned_duration_ms_bucket", "+Inf", 1]);
    for (const bound of durationBucketsMs) {
      if (durationMs <= bound) rows.push(["servers_provisioned_duration_ms_bucket", String(bound), 1]);
    }
  } else {
    const code = await errorCode(tx, run, outcome.error);
    rows.push(["provisioning_errors_total", code, 1]);
  }
  await tx.run(
    `INSERT INTO counter (name, label, value)
     SELECT * FROM unnest($1::text[], $2::text[], $3::float8[])
     ON CONFLICT (name, label) DO UPDATE SET value = counter.value + excluded.value`,
    [rows.map((row) => row[0]), rows.map((row) => row[1]), rows.map((row) => row[2])],
  );
}

async function errorCode(tx: Sql, run: ClaimedRun, error: unknown): Promise<string> {
  if (error !== undefined) return customerMessage(error).code;
  const row = await tx.row<{ code: string | null }>("SELECT error_code AS code FROM provisioning_run WHERE id = $1", [
    run.id,
  ]);
  return row?.code ?? "internal_error";
}
