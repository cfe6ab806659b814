import type { Env } from "@/lib/core/env";
import type { Logger } from "@/lib/core/log";
import type { Publish } from "@/lib/game-servers/work/context";
import { serverChannel, staffChannel, userChannel } from "@/lib/realtime/contract";
import { createPublisher, publisherConfig } from "@/lib/realtime/publisher";

/**
 * How the worker publishes to browsers: to those on the server's page, to its owner's lists and to staff. Events of one
 * server go out one after another, so that their order is kept; nothing waits for them.
 */
export function createServerPublisher(env: Env, log: Logger): Publish {
  const publisher = createPublisher(publisherConfig(env, log));
  const queues = new Map<string, Promise<unknown>>();
  return (serverId, ownerId, event, data) => {
    // Steps concern only those who watch this server; its state also everybody who lists it.
    const lists = event === "server.status" ? [userChannel(ownerId), staffChannel] : [];
    const channels = [serverChannel(serverId), ...lists];
    const turn = (queues.get(serverId) ?? Promise.resolve()).then(() => publisher.publish(channels, event, data));
    queues.set(serverId, turn);
    void turn.then(() => {
      if (queues.get(serverId) === turn) queues.delete(serverId);
    });
  };
}
