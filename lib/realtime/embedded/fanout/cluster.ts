import { sleep } from "@/lib/core/clock";
import type { MemberRecord } from "../presence";
import type { Fanout, FanoutMessage } from "./fanout";

export type ClusterTimings = { heartbeatMs: number; expiryMs: number; occupancyMs: number; settleMs: number };

/** A process counts as ended after three missed heartbeats; counts of subscribers are up to a second old. */
export const defaultClusterTimings: ClusterTimings = {
  heartbeatMs: 5000,
  expiryMs: 16_000,
  occupancyMs: 1000,
  settleMs: 200,
};

export type ClusterHandlers = {
  ownMembers(): MemberRecord[];
  ownCounts(): [string, number][];
  ownCount(channel: string): number;
  /** A process has ended, or its snapshot replaces its members. */
  onMembers(processId: string, members: MemberRecord[]): void;
  onMessage(processId: string, message: FanoutMessage): void;
};

type Peer = { lastHeardMs: number; counts: Map<string, number> };

/**
 * The other processes that serve sockets: whether they are alive, and how many subscribers they have. Nothing is
 * published while no other process is known, so a single process costs the database only its heartbeats.
 */
export class Cluster {
  readonly #peers = new Map<string, Peer>();
  readonly #changedCounts = new Set<string>();
  #timers: NodeJS.Timeout[] = [];

  constructor(
    private readonly processId: string,
    private readonly fanout: Fanout,
    private readonly handlers: ClusterHandlers,
    private readonly timings: ClusterTimings,
  ) {}

  get peerCount(): number {
    return this.#peers.size;
  }

  /** Connects and waits a moment for the state of the others. */
  async start(): Promise<void> {
    if (!this.fanout.shared) return;
    await this.fanout.start(this.processId, {
      onMessage: (from, message) => this.#receive(from, message),
      onConnected: () => this.#announce(),
    });
    this.#timers = [
      setInterval(() => this.#beat(), this.timings.heartbeatMs),
      setInterval(() => this.#flushCounts(), this.timings.occupancyMs),
    ];
    await sleep(this.timings.settleMs);
  }

  async stop(): Promise<void> {
    if (!this.fanout.shared) return;
    for (const timer of this.#timers) clearInterval(timer);
    this.fanout.publish({ type: "bye" });
    await this.fanout.stop();
  }

  publish(message: FanoutMessage): void {
    if (this.#peers.size > 0) this.fanout.publish(message);
  }

  noteCountChange(channel: string): void {
    if (this.#peers.size > 0) this.#changedCounts.add(channel);
  }

  /** Subscribers of the channel in other processes. */
  countElsewhere(channel: string): number {
    let total = 0;
    for (const peer of this.#peers.values()) total += peer.counts.get(channel) ?? 0;
    return total;
  }

  channelsElsewhere(): Set<string> {
    return new Set([...this.#peers.values()].flatMap((peer) => [...peer.counts.keys()]));
  }

  #announce(): void {
    // While this process was disconnected it received no heartbeats, so their absence proves nothing.
    for (const peer of this.#peers.values()) peer.lastHeardMs = Date.now();
    this.#publishSnapshot();
    this.fanout.publish({ type: "hello" });
  }

  #publishSnapshot(): void {
    this.#changedCounts.clear();
    const { ownMembers, ownCounts } = this.handlers;
    this.fanout.publish({ type: "snapshot", members: ownMembers(), counts: ownCounts() });
  }

  #receive(from: string, message: FanoutMessage): void {
    if (message.type === "bye") {
      this.#removeProcess(from);
      return;
    }
    const known = this.#peers.get(from);
    const peer = known ?? { lastHeardMs: 0, counts: new Map<string, number>() };
    peer.lastHeardMs = Date.now();
    if (!known) {
      this.#peers.set(from, peer);
      if (message.type !== "snapshot" && message.type !== "hello") this.fanout.publish({ type: "hello", to: from });
    }
    if (message.type === "hello") {
      if (message.to === undefined || message.to === this.processId) this.#publishSnapshot();
    } else if (message.type === "snapshot") {
      peer.counts = new Map(message.counts);
      this.handlers.onMembers(from, message.members);
    } else if (message.type === "occupancy") {
      for (const [channel, count] of message.counts) {
        if (count > 0) peer.counts.set(channel, count);
        else peer.counts.delete(channel);
      }
    } else if (message.type !== "heartbeat") {
      this.handlers.onMessage(from, message);
    }
  }

  #beat(): void {
    this.fanout.publish({ type: "heartbeat" });
    if (!this.fanout.connected) return;
    const deadline = Date.now() - this.timings.expiryMs;
    for (const [processId, peer] of this.#peers) {
      if (peer.lastHeardMs < deadline) this.#removeProcess(processId);
    }
  }

  #flushCounts(): void {
    if (this.#changedCounts.size === 0) return;
    const counts = [...this.#changedCounts].map((name): [string, number] => [name, this.handlers.ownCount(name)]);
    this.#changedCounts.clear();
    this.publish({ type: "occupancy", counts });
  }

  #removeProcess(processId: string): void {
    if (this.#peers.delete(processId)) this.handlers.onMembers(processId, []);
  }
}
