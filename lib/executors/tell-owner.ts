import { type ExecutorChangedEvent, staffChannel, userChannel } from "@/lib/realtime/contract";
import { executorPublisher } from "./executor-publisher";

/**
 * Tells open pages of the owner and of staff to look again. The first news goes at once; what follows within a quarter of
 * a second goes together, and a whole fleet's as one (`executorId` "*"). Pages look by themselves, too: nothing waits.
 */
const windowMs = 250;
const mostSingle = 10;

type What = ExecutorChangedEvent["what"];
const gathering = new Map<string, Map<string, { executorId: string; what: What }>>();

export function tellOwner(executorId: string, ownerId: string, what: What): void {
  const gathered = gathering.get(ownerId);
  if (gathered) {
    gathered.set(`${executorId} ${what}`, { executorId, what });
    return;
  }
  gathering.set(ownerId, new Map());
  publish(ownerId, executorId, what);
  setTimeout(() => flush(ownerId), windowMs).unref();
}

function flush(ownerId: string): void {
  const news = [...(gathering.get(ownerId)?.values() ?? [])];
  gathering.delete(ownerId);
  if (news.length <= mostSingle) {
    for (const { executorId, what } of news) publish(ownerId, executorId, what);
    return;
  }
  for (const what of new Set(news.map((one) => one.what))) publish(ownerId, "*", what);
}

function publish(ownerId: string, executorId: string, what: What): void {
  const event: ExecutorChangedEvent = { executorId, what, at: new Date().toISOString() };
  void executorPublisher().publish([userChannel(ownerId), staffChannel], "executor.changed", event);
}
