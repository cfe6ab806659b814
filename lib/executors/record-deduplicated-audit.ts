import { type RequestOrigin, systemActor } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record-audit";
import { sql } from "@/lib/db/transaction";

/**
 * Audit of what executors do by themselves, without repetitions: the first of a kind (action, executor or key, address)
 * at once; more of the same within a minute become one entry with their number when the minute is over, so that a fleet
 * or a flood of refusals cannot fill the log. The count is kept in this process: a killed one loses less than a minute
 * of repetitions.
 */
const windowMs = 60_000;
const maxKinds = 10_000;
const repeated = new Map<string, number>();

export type ExecutorEvent = {
  action: "executor.config_read" | "executor.refused";
  targetId: string | null;
  detail: Record<string, unknown>;
};

export async function recordDeduplicatedAudit(origin: RequestOrigin, event: ExecutorEvent): Promise<void> {
  const kind = JSON.stringify([event.action, event.targetId, origin.ip, event.detail.reason]);
  const count = repeated.get(kind);
  if (count !== undefined) {
    repeated.set(kind, count + 1);
    return;
  }
  if (repeated.size < maxKinds) {
    repeated.set(kind, 0);
    setTimeout(() => void flush(kind, origin, event), windowMs).unref();
  }
  await write(origin, event);
}

async function flush(kind: string, origin: RequestOrigin, event: ExecutorEvent): Promise<void> {
  const calls = repeated.get(kind) ?? 0;
  repeated.delete(kind);
  if (calls > 0) await write(origin, { ...event, detail: { ...event.detail, calls } }).catch(() => {});
}

async function write(origin: RequestOrigin, event: ExecutorEvent): Promise<void> {
  await recordAudit(sql(), { ...systemActor, origin }, { ...event, targetKind: "executor" });
}
