import { type Tx, transaction } from "@/lib/db/transaction";
import { executorChannel } from "@/lib/realtime/contract";
import type { Heartbeat } from "./contract";
import { executorErrors } from "./errors";
import { executorPublisher } from "./executor-publisher";
import { clockMessage, nextHeartbeatIn } from "./presence";

export type HeartbeatAnswer = {
  serverTime: string;
  configVersion: number;
  pendingCommands: number;
  nextIn: number;
  fence: number;
  clockMessage: string | null;
};

type Row = { bootId: string | null; fence: number; configVersion: number; intervalMs: number };

/**
 * An executor says that it is alive. A start that is new (another `bootId`, no `fence` yet) takes over: it gets the next
 * number, and the session before it is told `executor_superseded` at its next word.
 */
export async function takeHeartbeat(executorId: string, beat: Heartbeat, now = new Date()): Promise<HeartbeatAnswer> {
  let tookOver: number | null = null;
  const answer = await transaction(async (tx) => {
    tookOver = null;
    const row = await tx.row<Row>(
      `SELECT boot_id AS "bootId", fence, config_version AS "configVersion", (config->>'heartbeatIntervalMs')::int AS "intervalMs"
       FROM executor WHERE id = $1 FOR UPDATE`,
      [executorId],
    );
    if (!row) throw executorErrors.executor_revoked();
    if (beat.fence !== undefined && beat.fence < row.fence) throw executorErrors.executor_superseded();
    const isNewSession = beat.bootId !== undefined && beat.bootId !== row.bootId;
    const fence = row.fence + (isNewSession ? 1 : 0);
    if (isNewSession && row.bootId !== null) tookOver = fence;
    const skewMs = beat.clock === undefined ? null : new Date(beat.clock).getTime() - now.getTime();
    await save(tx, executorId, { beat, fence, skewMs, intervalMs: row.intervalMs });
    const pending = await tx.row<{ n: number }>(
      `SELECT count(*)::int AS n FROM executor_command
       WHERE executor_id = $1 AND state IN ('queued', 'delivered') AND expires_at > now()`,
      [executorId],
    );
    return {
      serverTime: now.toISOString(),
      configVersion: row.configVersion,
      pendingCommands: pending?.n ?? 0,
      nextIn: nextHeartbeatIn(row.intervalMs, Math.random()),
      fence,
      clockMessage: clockMessage(skewMs),
    };
  });
  if (tookOver !== null) {
    await executorPublisher().publish(executorChannel(executorId), "executor.superseded", { fence: tookOver });
  }
  return answer;
}

type Seen = { beat: Heartbeat; fence: number; skewMs: number | null; intervalMs: number };

async function save(tx: Tx, executorId: string, { beat, fence, skewMs, intervalMs }: Seen): Promise<void> {
  const skew = skewMs === null ? null : Math.max(-2_000_000_000, Math.min(2_000_000_000, skewMs));
  await tx.run(
    `UPDATE executor SET version = $2, os = $3, hostname = $4, status = $5, applied_version = $6, metrics = $7,
       clock_skew_ms = coalesce($8, clock_skew_ms), boot_id = coalesce($9, boot_id), fence = $10,
       returned_at = CASE WHEN last_seen_at < now() - make_interval(secs => 3 * $11::float8 / 1000)
                          THEN (ARRAY[now()] || returned_at)[1:10] ELSE returned_at END,
       last_seen_at = now()
     WHERE id = $1`,
    [
      executorId,
      beat.version,
      beat.os,
      beat.hostname,
      beat.status,
      beat.configVersion,
      beat.metrics ? JSON.stringify(beat.metrics) : null,
      skew === null ? null : Math.round(skew),
      beat.bootId ?? null,
      fence,
      intervalMs,
    ],
  );
}
