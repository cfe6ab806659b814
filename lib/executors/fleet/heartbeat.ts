import { type Tx, transaction } from "@/lib/db/transaction";
import { executorChannel } from "@/lib/realtime/contract";
import type { Presence } from "../contract";
import { executorErrors } from "../errors";
import { executorPublisher } from "../publication/executor-publisher";
import { publishExecutorChanged } from "../publication/publish-executor-changed";
import type { Heartbeat } from "./contract";
import { countPending, lockForHeartbeat, saveHeartbeat } from "./heartbeat.sql";
import { clockMessage, nextHeartbeatIn, presenceMessage } from "./presence";
import { reconnectSpreadMs } from "./reconnect-spread";
import { recordEvents } from "./timeline";

export type HeartbeatAnswer = {
  serverTime: string;
  configVersion: number;
  pendingCommands: number;
  nextIn: number;
  fence: number;
  reconnectSpreadMs: number;
  clockMessage: string | null;
};

type Row = {
  ownerId: string;
  bootId: string | null;
  fence: number;
  configVersion: number;
  appliedVersion: number | null;
  version: string | null;
  hostname: string | null;
  reportedPresence: Presence;
  intervalMs: number;
  isSampleDue: boolean;
};

/**
 * Handles a heartbeat. A new start (another `bootId`, no `fence` yet) takes over: it gets the next
 * number, and the next call of the previous session is refused with `executor_superseded`.
 */
export async function takeHeartbeat(executorId: string, beat: Heartbeat, now = new Date()): Promise<HeartbeatAnswer> {
  let tookOver: number | null = null;
  let presenceChange: { ownerId: string } | null = null;
  const answer = await transaction(async (tx) => {
    tookOver = null;
    presenceChange = null;
    const row = await tx.row(lockForHeartbeat, [executorId]);
    if (!row) throw executorErrors.executor_revoked();
    if (beat.fence !== undefined && beat.fence < row.fence) throw executorErrors.executor_superseded();
    const isNewSession = beat.bootId !== undefined && beat.bootId !== row.bootId;
    const fence = row.fence + (isNewSession ? 1 : 0);
    if (isNewSession && row.bootId !== null) tookOver = fence;
    const skewMs = beat.clock === undefined ? null : new Date(beat.clock).getTime() - now.getTime();
    const presence = await save(tx, executorId, { beat, fence, skewMs, row });
    const events = eventsOf(row, beat, presence, tookOver !== null);
    if (events.length > 0) {
      await recordEvents(tx, executorId, events);
      presenceChange = { ownerId: row.ownerId };
    }
    const pending = await tx.row(countPending, [executorId]);
    return {
      serverTime: now.toISOString(),
      configVersion: row.configVersion,
      pendingCommands: pending?.n ?? 0,
      nextIn: nextHeartbeatIn(row.intervalMs, Math.random()),
      fence,
      reconnectSpreadMs: reconnectSpreadMs(),
      clockMessage: clockMessage(skewMs),
    };
  });
  const changed = presenceChange as { ownerId: string } | null;
  if (changed) publishExecutorChanged(executorId, changed.ownerId, "presence");
  if (tookOver !== null) {
    await executorPublisher().publish(executorChannel(executorId), "executor.superseded", { fence: tookOver });
  }
  return answer;
}

type Seen = { beat: Heartbeat; fence: number; skewMs: number | null; row: Row };

/** What this heartbeat changed, for the timeline. Pure. */
function eventsOf(row: Row, beat: Heartbeat, presence: Presence, tookOver: boolean): [kind: string, message: string][] {
  const events: [string, string][] = [];
  if (presence !== row.reportedPresence) {
    events.push([`presence.${presence}`, presenceMessage(row.reportedPresence, presence)]);
  }
  if (tookOver)
    events.push(["session.superseded", `A new start on ${beat.hostname} took over; an older copy was stopped.`]);
  if (row.version !== null && row.version !== beat.version) {
    events.push(["program.updated", `Its program went from version ${row.version} to ${beat.version}.`]);
  }
  if (row.appliedVersion !== beat.configVersion && beat.configVersion > 0) {
    events.push(["config.applied", `It works with configuration ${beat.configVersion}.`]);
  }
  return events;
}

async function save(tx: Tx, executorId: string, { beat, fence, skewMs, row }: Seen): Promise<Presence> {
  const skew = skewMs === null ? null : Math.max(-2_000_000_000, Math.min(2_000_000_000, skewMs));
  const metrics = beat.metrics ? JSON.stringify(beat.metrics) : null;
  const isSampled = row.isSampleDue && metrics !== null;
  const saved = await tx.row(saveHeartbeat, [
    executorId,
    beat.version,
    beat.os,
    beat.hostname,
    beat.status,
    beat.configVersion,
    metrics,
    skew === null ? null : Math.round(skew),
    beat.bootId ?? null,
    fence,
    row.intervalMs,
    isSampled,
  ]);
  const presence = saved?.presence ?? "online";
  if (presence !== row.reportedPresence) {
    await tx.prisma.executor.updateMany({ where: { id: executorId }, data: { toldPresence: presence } });
  }
  return presence;
}
