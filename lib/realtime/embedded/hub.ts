import { channelKind } from "./channel-name";
import { ChannelRegistry } from "./channels";
import type { Connection, PresenceMember } from "./connection";
import { Cluster, type ClusterTimings } from "./fanout/cluster";
import { EventCache } from "./fanout/event-cache";
import type { EventMessage, Fanout, FanoutMessage } from "./fanout/fanout";
import { closeCodes, encodeFrame, serverFrame } from "./frames";
import { limits } from "./limits";
import { type PresenceChange, PresenceDirectory } from "./presence";

export type HubCounters = { eventsPublished: number; framesSent: number };

/**
 * The state of the server: connections, subscriptions, members and cached events, kept in step with the other
 * processes. Checks no permissions; its callers do.
 *
 * Over several processes: events, members and terminations are exact while the fanout is connected; subscriber counts
 * lag by up to a second; a cache channel keeps only what this process saw since it started; two processes may each
 * admit the hundredth member of a presence channel.
 */
export class Hub {
  readonly channels = new ChannelRegistry();
  readonly connections = new Set<Connection>();
  readonly presence: PresenceDirectory;
  readonly cluster: Cluster;
  readonly counters: HubCounters = { eventsPublished: 0, framesSent: 0 };
  readonly #cache = new EventCache(limits.cachedEventMs, limits.cachedEvents);

  constructor(processId: string, fanout: Fanout, timings: ClusterTimings) {
    this.presence = new PresenceDirectory(processId, (change) => this.#publishMemberChange(change));
    this.cluster = new Cluster(
      processId,
      fanout,
      {
        ownMembers: () => this.presence.heldBy(processId),
        ownCounts: () => this.channels.counts(),
        ownCount: (channel) => this.channels.count(channel),
        onMembers: (from, members) => this.presence.replaceProcess(from, members),
        onMessage: (from, message) => this.#receive(from, message),
      },
      timings,
    );
    this.channels.onCountChange = (channel) => this.cluster.noteCountChange(channel);
  }

  /** Publishes to the subscribers of a channel, here and in the other processes. */
  publish(event: Omit<EventMessage, "type">): void {
    this.counters.eventsPublished++;
    this.#deliver(event);
    this.cluster.publish({ type: "event", ...event });
  }

  join(connection: Connection, channel: string, member: PresenceMember | null): void {
    // The directory first: a new member sees itself in its member list, not by member_added.
    if (member && this.presence.joinHere(channel, member)) {
      this.cluster.publish({ type: "join", member: { channel, ...member } });
    }
    connection.channels.set(channel, member);
    this.channels.add(channel, connection);
  }

  leave(connection: Connection, channel: string): void {
    const member = connection.channels.get(channel);
    if (member === undefined) return;
    connection.channels.delete(channel);
    this.channels.remove(channel, connection);
    if (member && this.presence.leaveHere(channel, member.userId)) {
      this.cluster.publish({ type: "leave", channel, userId: member.userId });
    }
  }

  disconnect(connection: Connection): void {
    this.connections.delete(connection);
    for (const channel of [...connection.channels.keys()]) this.leave(connection, channel);
  }

  /** The last event of a cache channel, or null. */
  cachedEvent(channel: string): Buffer | null {
    return this.#cache.get(channel, Date.now());
  }

  /**
   * Closes every connection signed in as the user, in all processes; and those that did not sign in but listen on a
   * channel that ends with the user's id, which is the user's own.
   */
  terminateUser(userId: string): void {
    this.#closeUser(userId);
    this.cluster.publish({ type: "terminate", userId });
  }

  subscriptionCount(channel: string): number {
    return this.channels.count(channel) + this.cluster.countElsewhere(channel);
  }

  /** Names of the channels with subscribers in any process. */
  occupiedChannels(prefix: string): string[] {
    const names = this.cluster.channelsElsewhere();
    for (const [name] of this.channels.counts()) names.add(name);
    return [...names].filter((name) => name.startsWith(prefix)).sort();
  }

  #deliver({ event, channel, data, userId, exceptSocketId, cacheable }: Omit<EventMessage, "type">): void {
    const keep = cacheable && channelKind(channel)?.cache === true;
    if (!keep && this.channels.count(channel) === 0) return;
    const frame = encodeFrame({ event, channel, data, userId });
    if (keep) this.#cache.put(channel, frame, Date.now());
    this.counters.framesSent += this.channels.broadcast(channel, frame, exceptSocketId);
  }

  #receive(from: string, message: FanoutMessage): void {
    if (message.type === "event") this.#deliver(message);
    else if (message.type === "terminate") this.#closeUser(message.userId);
    else if (message.type === "join") this.presence.joinElsewhere(from, message.member);
    else if (message.type === "leave") this.presence.leaveElsewhere(from, message.channel, message.userId);
  }

  #closeUser(userId: string): void {
    const isOwn = (channel: string) => channel.endsWith(`-${userId}`);
    for (const connection of this.connections) {
      if (connection.user?.id === userId || [...connection.channels.keys()].some(isOwn)) {
        connection.close(closeCodes.unauthorised, "You got disconnected by the app");
      }
    }
  }

  #publishMemberChange({ kind, channel, member }: PresenceChange): void {
    if (this.channels.count(channel) === 0) return;
    const frame =
      kind === "added"
        ? serverFrame("pusher_internal:member_added", { user_id: member.userId, user_info: member.userInfo }, channel)
        : serverFrame("pusher_internal:member_removed", { user_id: member.userId }, channel);
    this.counters.framesSent += this.channels.broadcast(channel, frame);
  }
}
