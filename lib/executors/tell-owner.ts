import { type ExecutorChangedEvent, staffChannel, userChannel } from "@/lib/realtime/contract";
import { executorPublisher } from "./executor-publisher";

/** Tells open pages of the owner and of staff to look again. Not awaited by callers: pages look by themselves, too. */
export function tellOwner(executorId: string, ownerId: string, what: ExecutorChangedEvent["what"]): void {
  const event: ExecutorChangedEvent = { executorId, what, at: new Date().toISOString() };
  void executorPublisher().publish([userChannel(ownerId), staffChannel], "executor.changed", event);
}
