import type { Publisher } from "@/lib/realtime/publisher";
import type { Publish } from "@/lib/workloads/publication/publish";

/**
 * How the worker publishes to browsers. Events of one workload are published one after another, so that their order is
 * kept.
 */
export function createWorkloadPublisher(publisher: Publisher): Publish {
  const queues = new Map<string, Promise<unknown>>();
  return (resourceId, { channels, event, data }) => {
    const previous = queues.get(resourceId) ?? Promise.resolve();
    const turn = previous.then(() => publisher.publish(channels, event, data));
    queues.set(resourceId, turn);
    void turn.then(() => {
      if (queues.get(resourceId) === turn) queues.delete(resourceId);
    });
    return turn;
  };
}
