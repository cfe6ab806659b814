import type { Connection } from "./connection";

/** Which of this process's connections are subscribed to what. */
export class ChannelRegistry {
  readonly #channels = new Map<string, Set<Connection>>();
  /** Called with a channel whose number of subscribers changed. */
  onCountChange: (channel: string) => void = () => {};

  add(channel: string, connection: Connection): void {
    const subscribers = this.#channels.get(channel);
    if (subscribers) subscribers.add(connection);
    else this.#channels.set(channel, new Set([connection]));
    this.onCountChange(channel);
  }

  remove(channel: string, connection: Connection): void {
    const subscribers = this.#channels.get(channel);
    if (!subscribers?.delete(connection)) return;
    if (subscribers.size === 0) this.#channels.delete(channel);
    this.onCountChange(channel);
  }

  count(channel: string): number {
    return this.#channels.get(channel)?.size ?? 0;
  }

  /** Occupied channels and their numbers of subscribers. */
  counts(): [channel: string, count: number][] {
    return [...this.#channels].map(([channel, subscribers]) => [channel, subscribers.size]);
  }

  get size(): number {
    return this.#channels.size;
  }

  /** Sends the frame to every subscriber but one; returns how many got it. */
  broadcast(channel: string, frame: Buffer, exceptSocketId?: string): number {
    const subscribers = this.#channels.get(channel);
    if (!subscribers) return 0;
    let sent = 0;
    for (const connection of subscribers) {
      if (connection.socketId !== exceptSocketId && connection.send(frame)) sent++;
    }
    return sent;
  }
}
