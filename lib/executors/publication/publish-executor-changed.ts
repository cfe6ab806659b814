import { type ExecutorChangedEvent, staffChannel, userChannel } from "@/lib/realtime/contract";
import { executorPublisher } from "./executor-publisher";

/**
 * Notifies open pages of the owner and of staff to reload. The first change is published at once; changes that follow
 * within a quarter of a second are published together, and those of a whole fleet as one (`executorId` "*"). Pages also
 * refresh by themselves, so nothing waits for an event.
 */
const windowMs = 250;
const mostSingle = 10;

type What = ExecutorChangedEvent["what"];
const pending = new Map<string, Map<string, { executorId: string; what: What }>>();

export function publishExecutorChanged(executorId: string, ownerId: string, what: What): void {
  const gathered = pending.get(ownerId);
  if (gathered) {
    gathered.set(`${executorId} ${what}`, { executorId, what });
    return;
  }
  pending.set(ownerId, new Map());
  publish(ownerId, executorId, what);
  setTimeout(() => flush(ownerId), windowMs).unref();
}

function flush(ownerId: string): void {
  const changes = [...(pending.get(ownerId)?.values() ?? [])];
  pending.delete(ownerId);
  if (changes.length <= mostSingle) {
    for (const { executorId, what } of changes) publish(ownerId, executorId, what);
    return;
  }
  for (const what of new Set(changes.map((one) => one.what))) publish(ownerId, "*", what);
}

function publish(ownerId: string, executorId: string, what: What): void {
  const event: ExecutorChangedEvent = { executorId, what, at: new Date().toISOString() };
  void executorPublisher().publish([userChannel(ownerId), staffChannel], "executor.changed", event);
}
